import SystemPackage

/// Why `attache dev` does not start; the description is the sentence for whoever tries it.
enum DevError: Error, Hashable {
    /// A number is outside its range.
    case outOfRange(option: String, value: Int, allowed: ClosedRange<Int>)
    /// Two listeners would have the same port.
    case samePort(Int)
    /// Another program has a port.
    case portTaken(Int, option: String)
    /// The data were made with other numbers.
    case changedShape(recorded: DevShape, asked: DevShape, data: FilePath)
    /// The record of the numbers is not readable.
    case recordUnreadable(FilePath)
    /// Another `attache dev` works with the data.
    case dataInUse(FilePath)
    /// The system refuses a file or a directory.
    case file(FilePath, reason: String)
}

extension DevError: CustomStringConvertible {
    /// The reason as a sentence.
    var description: String {
        switch self {
        case .outOfRange(let option, let value, let allowed):
            "\(option) is \(value), but it must be from \(allowed.lowerBound) to \(allowed.upperBound)."
        case .samePort(let port):
            "Two listeners would have the port \(port): choose other values of --front-port, --blob-port and "
                + "--internal-port."
        case .portTaken(let port, let option):
            "Another program has the port \(port). Stop it, or choose another port with \(option)."
        case .changedShape(let recorded, let asked, let data):
            "The data in \(data) were made with --nodes \(recorded.nodes) --shards \(recorded.shards), not with "
                + "--nodes \(asked.nodes) --shards \(asked.shards). The shard map says which shard has the attachments "
                + "of each user; with other numbers it would look for them where they are not. Start with the old "
                + "numbers, or choose another --data directory."
        case .recordUnreadable(let path):
            "The file \(path), which records the numbers of nodes and shards, is not readable. Choose another --data "
                + "directory."
        case .dataInUse(let data):
            "Another attache dev works with the data in \(data). Stop it, or choose another --data directory."
        case .file(let path, let reason):
            "\(path) cannot be used: \(reason)."
        }
    }
}
