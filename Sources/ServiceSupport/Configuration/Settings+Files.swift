import FoundationEssentials
import SystemPackage

extension Settings {
    /// The most bytes that a file named by a setting may have.
    private static let largestNamedFile = 64 << 10

    /// Returns the text of the file that a setting names, or nil when it is not set.
    ///
    /// Secrets are given this way and never as values, so that they appear in no process list and no environment.
    ///
    /// - Throws: ``SettingError/namedFile(_:path:reason:)``, without the contents.
    package func contents(ofFileNamedBy key: SettingKey) throws(SettingError) -> String? {
        guard let path = try path(key) else { return nil }
        return try Self.contents(of: path, namedBy: key)
    }

    /// Reads a secret from the file that a setting names, which must be set.
    ///
    /// - Parameters:
    ///   - key: The setting that names the file.
    ///   - allowed: What the setting must be, when it is missing.
    ///   - parse: Makes a value of the text; the description of what it throws becomes the reason, and so must not
    ///     repeat the text.
    /// - Returns: The secret.
    /// - Throws: ``SettingError``.
    package func secret<Value>(
        fromFileNamedBy key: SettingKey,
        allowed: String = "the path of a file with the secret",
        _ parse: (String) throws -> Value
    ) throws(SettingError) -> Value {
        let path = try required(path(key), key, allowed: allowed)
        let text = try Self.contents(of: path, namedBy: key)
        do {
            return try parse(text)
        } catch {
            throw .namedFile(key, path: path.string, reason: SettingError.sentenceBody("\(error)"))
        }
    }

    private static func contents(of path: FilePath, namedBy key: SettingKey) throws(SettingError) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path.string))
        } catch {
            let isAbsent = !FileManager.default.fileExists(atPath: path.string)
            throw .namedFile(key, path: path.string, reason: isAbsent ? "there is no such file" : "it cannot be read")
        }
        guard data.count <= largestNamedFile else {
            throw .namedFile(key, path: path.string, reason: "it has more than \(largestNamedFile) bytes")
        }
        guard let text = String(bytes: data, encoding: .utf8) else {
            throw .namedFile(key, path: path.string, reason: "it is not UTF-8 text")
        }
        return text
    }
}
