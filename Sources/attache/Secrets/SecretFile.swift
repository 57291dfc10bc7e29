import BlobAPI
import FoundationEssentials
import SystemPackage

/// A file that holds a secret: made once, with mode 0600 from its first byte on.
struct SecretFile {
    private let path: FilePath

    /// Names the file.
    init(_ path: FilePath) {
        self.path = path
    }

    /// Names the file.
    init(_ path: String) {
        self.init(FilePath(path))
    }

    /// Makes the file with a line of text.
    ///
    /// - Throws: ``SecretFileError``.
    func create(_ line: String) throws(SecretFileError) {
        do {
            let file = try FileDescriptor.open(
                path,
                .writeOnly,
                options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite
            )
            try file.closeAfter { _ = try file.writeAll((line + "\n").utf8) }
        } catch Errno.fileExists {
            throw .exists(path)
        } catch {
            throw .cannotWrite(path, "\(error)")
        }
    }

    /// Reads the secret of a service or of the operator.
    ///
    /// - Throws: ``SecretFileError/cannotRead(_:_:)``; `PeerSecretError`.
    func read() throws -> PeerSecret {
        let text: String
        do {
            text = try String(contentsOf: URL(filePath: path.string), encoding: .utf8)
        } catch {
            throw SecretFileError.cannotRead(path, Self.reason(error))
        }
        return try PeerSecret(parsing: text)
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile?, .fileNoSuchFile?: "there is no such file"
        case .fileReadNoPermission?: "the system does not allow it"
        default: "it is no file of text"
        }
    }
}
