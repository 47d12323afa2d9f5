package io.github.pristinedb.jdbc;

/**
 * Why the database of a data source is not managed.
 *
 * @param database the name of the database, of its product, or else of its bean
 * @param place the same with what tells where it is
 * @param reason why it is not managed, as a part of a sentence
 * @param cure what to do about it, in sentences
 */
record Diagnosis(String database, String place, String reason, String cure) {

}
