import FoundationEssentials
import SystemPackage

/// Makes a directory for the time of a body.
func withTemporaryDirectory<Value>(_ body: (FilePath) async throws -> Value) async throws -> Value {
    let url = FileManager.default.temporaryDirectory.appending(path: "attache-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(FilePath(url.path()))
}
