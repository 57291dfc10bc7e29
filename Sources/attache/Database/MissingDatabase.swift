/// There is no database where a command looks for the front's.
struct MissingDatabase: Error, Hashable, CustomStringConvertible {
    /// The path of the file that is not there.
    let path: String

    /// The path as a sentence, with what to do.
    var description: String {
        "There is no database at \(path). Name the one that the front uses by --config, --data or --database-url; "
            + "\"attache node add\" makes it for a new deployment."
    }
}
