import BlobModel
import RandomTesting

/// A blob that a workload puts and a check looks for.
struct ProbeBlob: Sendable {
    /// The reference under which it is put; each is used for one blob.
    let reference: ReferenceID
    /// The domain that has it.
    let domain: DedupDomain
    /// Its bytes.
    let bytes: [UInt8]

    /// Makes a blob with a reference that follows from the generator.
    init(domain: DedupDomain, bytes: [UInt8], _ random: inout SeededGenerator) {
        guard let reference = ReferenceID(bytes: random.bytes(ReferenceID.byteCount)) else {
            preconditionFailure("As many bytes as a reference has are a reference.")
        }
        self.reference = reference
        self.domain = domain
        self.bytes = bytes
    }

    /// Its content ID.
    var id: ContentID { ContentID(of: bytes.span) }
}
