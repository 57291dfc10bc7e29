import BlobModel

/// The domain of an operation, and how its bodies are stored.
struct DomainScope: Hashable, Sendable {
    /// The SHA-256 of the domain's ID.
    let key: ContentID

    /// The number of the domain's key under which the bodies are encrypted; 0 when they are not.
    let keyNumber: UInt32

    /// Names a domain.
    ///
    /// - Parameters:
    ///   - key: The SHA-256 of the domain's ID.
    ///   - keyNumber: The number of the domain's key, or 0.
    init(key: ContentID, keyNumber: UInt32) {
        self.key = key
        self.keyNumber = keyNumber
    }

    /// Takes the domain of an operation.
    init(_ operation: WriteOperation) {
        key = operation.domainKey
        keyNumber = operation.keyNumber
    }
}
