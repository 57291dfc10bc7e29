import FoundationEssentials
import KeyValueIndex
import SystemPackage

/// A new, empty directory for an environment, removed when its last holder lets go of it.
final class TemporaryEnvironment: Sendable {
    /// The directory's path.
    let path: FilePath

    /// Makes the directory.
    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "attache-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = FilePath(url.path)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path.string)
    }

    /// Opens the environment in the directory.
    func open(_ options: EnvironmentOptions = EnvironmentOptions()) throws -> Environment {
        try Environment.open(at: path, options: options)
    }
}

/// Makes bytes of text, for keys and values that are easy to read.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Makes text of bytes in place.
func text(_ bytes: Span<UInt8>) -> String { String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }

extension Environment {
    /// Reads one value.
    func value(of key: String, in table: Table) throws -> String? {
        try read { (txn) throws(LMDBError) in try txn.get(bytes(key), in: table) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes entries in one transaction.
    func put(_ entries: KeyValuePairs<String, String>, in table: Table) throws {
        try write { (txn) throws(LMDBError) in
            for (key, value) in entries {
                try txn.put(bytes(value), for: bytes(key), in: table)
            }
        }
    }

    /// Lists the keys of a range.
    func keys(of range: KeyRange, in table: Table) throws -> [String] {
        try read { (txn) throws(LMDBError) in
            var keys: [String] = []
            var cursor = try txn.cursor(in: table, over: range)
            while try cursor.next() {
                keys.append(text(cursor.key))
            }
            return keys
        }
    }
}
