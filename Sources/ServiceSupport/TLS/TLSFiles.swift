import FoundationEssentials
package import SystemPackage

/// The two PEM files by which a listener shows who it is.
package struct TLSFiles: Hashable, Sendable {
    /// The certificate of the listener, followed by those that lead to a root.
    package let certificates: FilePath

    /// The private key of the first certificate, without a passphrase.
    package let key: FilePath

    /// Names the files; nothing is read.
    package init(certificates: FilePath, key: FilePath) {
        self.certificates = certificates
        self.key = key
    }

    /// What the files contain at a moment; never logged.
    struct Contents: Hashable, Sendable {
        /// The octets of the certificate file.
        let certificates: [UInt8]

        /// The octets of the key file.
        let key: [UInt8]
    }

    /// The most bytes that either file may have.
    private static let largest = 1 << 20

    /// Reads both files.
    ///
    /// - Throws: ``TLSError/unreadable(_:)``.
    func contents() throws(TLSError) -> Contents {
        Contents(certificates: try Self.octets(of: certificates), key: try Self.octets(of: key))
    }

    private static func octets(of path: FilePath) throws(TLSError) -> [UInt8] {
        guard let data = try? Data(contentsOf: URL(filePath: path.string)), data.count <= largest else {
            throw .unreadable(path)
        }
        return Array(data)
    }
}
