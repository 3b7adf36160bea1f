/**
 * Files of other programs, read with the line of every value.
 *
 * <pre>
 *   bytes ─► {@code SourceFile} ─► {@code SourceValue}: maps, lists and texts, each with its {@code Place}
 *               bounded in bytes, depth and values
 *   {@code GoDuration}      durations as Go programs write them
 *   {@code BoundedPattern}  expressions of a file, held to a number of steps
 * </pre>
 *
 * <p>The files may be anybody's. YAML becomes no object of a class, and the messages quote no value.
 */
package dev.handshakefleet.imports.source;
