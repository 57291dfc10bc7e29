package import BlobModel

/// Why bytes of a segment are not what they should be.
package enum SegmentFault: Error, Hashable {
    /// The file ends within the part.
    case cut
    /// The part does not begin with its magic number.
    case magic
    /// The format version is not known.
    case version(UInt16)
    /// The checksum of the header does not match.
    case checksum
    /// The kind of record is not known.
    case unknownKind(UInt8)
    /// The fields of a record contradict each other.
    case malformed
    /// The checksum matches, but the fields are of a version that is not known.
    case unsupported
    /// The record is not the next one by sequence and batch number.
    case outOfOrder(sequence: UInt64, batch: UInt64)
    /// The bytes of a body have another digest than the header says.
    case body
    /// The header names another shard.
    case foreignShard(String)
    /// The header names another segment number.
    case foreignNumber(UInt64)
    /// The footer does not describe the records before it.
    case footer
    /// The segment has no footer although another segment follows it.
    case missingFooter
    /// A valid record of a later batch follows the damage, so that it is no torn tail.
    case followedByLaterBatch(UInt64)
    /// The segment's footer follows the damage, so that it is no torn tail.
    case followedByFooter
    /// A manifest is encrypted, and the key of the domain with this SHA-256 cannot be used.
    case key(ContentID, KeyFault)
    /// So much behind the damage begins like a record that it cannot be told whether the damage is a torn tail.
    case undecided
    /// The header says that the segment takes the places of others, of which another segment takes some too.
    case overlap(UInt64)
}

extension SegmentFault {
    /// Tells whether the bytes are whole, and of a version that is not known.
    var isOfAnotherVersion: Bool {
        switch self {
        case .version, .unknownKind, .unsupported: true
        default: false
        }
    }
}

extension SegmentFault: CustomStringConvertible {
    /// A clause that says what is wrong.
    package var description: String {
        switch self {
        case .cut: "the file ends within this part"
        case .magic: "the magic number is missing"
        case .version(let version): "the format version \(version) is not known"
        case .checksum: "the checksum of the header does not match"
        case .unknownKind(let kind): "the record kind \(kind) is not known"
        case .malformed: "the fields of the record contradict each other"
        case .unsupported: "the record was written by a version that is not known"
        case .outOfOrder(let sequence, let batch): "record \(sequence) of batch \(batch) is not the next one"
        case .body: "the digest of a body does not match"
        case .foreignShard(let shard): "it belongs to the shard “\(shard)”"
        case .foreignNumber(let number): "it is segment \(SegmentName(rawValue: number))"
        case .footer: "the footer does not describe the records before it"
        case .missingFooter: "it has no footer although another segment follows"
        case .followedByLaterBatch(let batch): "valid records of the later batch \(batch) follow the damage"
        case .followedByFooter: "the segment's footer follows the damage"
        case .key(let domain, let fault): "the manifest of the domain \(domain) is encrypted, and \(fault)"
        case .undecided: "too much behind the damage begins like a record to tell whether it is a torn tail"
        case .overlap(let other): "it stands for segments for which segment \(SegmentName(rawValue: other)) stands too"
        }
    }
}
