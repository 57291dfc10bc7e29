import BlobAPI
import DurableIO
import SystemPackage

/// The last assignment that a node got, kept for the time when the front is away.
///
/// The file holds secrets: `DurableIO` makes it for its owner only (mode 0600).
struct AssignmentFile: Sendable {
    /// The path of the file.
    let path: FilePath

    private let fileSystem: any FileSystem

    /// Names the file in a node's data directory.
    init(in data: FilePath, fileSystem: any FileSystem) {
        path = data.appending("assignment.json")
        self.fileSystem = fileSystem
    }

    /// Returns the assignment, or nil when none was kept.
    ///
    /// - Throws: `FileError`, and ``BlobServiceError/malformedRecord(_:)``.
    func read() throws -> NodeAssignment? {
        let octets: [UInt8]
        do throws(FileError) {
            octets = try fileSystem.contents(at: path)
        } catch  where error.isAbsence {
            return nil
        }
        guard let assignment = try? APICoding.decode(NodeAssignment.self, from: octets) else {
            throw BlobServiceError.malformedRecord(path)
        }
        return assignment
    }

    /// Keeps an assignment durably.
    func write(_ assignment: NodeAssignment) throws {
        try fileSystem.replaceFile(at: path, with: APICoding.encode(assignment))
    }
}
