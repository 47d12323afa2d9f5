package io.github.pristinedb.engine;

import org.jspecify.annotations.Nullable;

/**
 * Facts that a {@link TemplateStore} keeps beside a template.
 *
 * @param tool the name and version of the migration tool
 * @param migrations the number of migrations
 * @param buildMillis the build's duration in milliseconds, together with that of the
 * template that it was built upon
 * @param base the template that it was built upon, if there is one
 */
public record TemplateFacts(String tool, int migrations, double buildMillis, @Nullable Fingerprint base) {

}
