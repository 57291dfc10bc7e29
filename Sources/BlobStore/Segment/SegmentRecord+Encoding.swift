import BlobModel

/// The encoding of `Docs/formats/segment.md`, version 1.
extension SegmentRecord {
    /// The four bytes with which every record begins.
    static let magic = Array("ARec".utf8)

    /// The number of bytes in a header without its details.
    static let fixedByteCount = 80

    /// The most bytes that the details of a record may have.
    static let maximumDetailByteCount = 1 << 20

    /// The bit of the flags that says that the record is the last of its batch.
    static let endsBatchFlag: UInt8 = 1

    /// The offset of the checksum in the header.
    static let checksumOffset = 76

    /// The number that stands for what the record says.
    var kind: UInt8 {
        switch content {
        case .chunks: 1
        case .manifest: 2
        case .referenceAdded: 3
        case .referenceReleased: 4
        case .sessionAdvanced: 5
        case .sessionEnded: 6
        }
    }

    /// Returns the bytes of the header and its details, which precede the body.
    ///
    /// - Parameter salt: The salt of the segment into which the record goes.
    /// - Returns: At least 80 bytes.
    func encodedHeader(salt: UInt64) -> [UInt8] {
        let details = encodedDetails
        var writer = ByteWriter(capacity: Self.fixedByteCount + details.count)
        writer.write(Self.magic)
        writer.write(kind)
        writer.write(endsBatch ? Self.endsBatchFlag : 0)
        writer.write(UInt16(Self.fixedByteCount))
        writer.write(sequence)
        writer.write(batch)
        writer.write(domainKey.bytes)
        writer.write(UInt32(details.count))
        writer.write(keyNumber)
        writer.write(bodyByteCount)
        writer.write(UInt32(0))
        writer.write(Self.checksum(of: writer.bytes[...], details: details[...], salt: salt))
        writer.write(details)
        return writer.bytes
    }

    /// Returns the checksum of a header: CRC-32C of the salt, the fields before the checksum, and the details.
    ///
    /// - Parameters:
    ///   - fields: The first 76 bytes of the header.
    ///   - details: The bytes after its first 80.
    ///   - salt: The salt of the segment.
    /// - Returns: The checksum.
    static func checksum(of fields: ArraySlice<UInt8>, details: ArraySlice<UInt8>, salt: UInt64) -> UInt32 {
        var prefix = ByteWriter(capacity: 8)
        prefix.write(salt)
        var checksum = CRC32C()
        checksum.update(prefix.bytes)
        checksum.update(fields)
        checksum.update(details)
        return checksum.value
    }

    private var encodedDetails: [UInt8] {
        var writer = ByteWriter()
        switch content {
        case .chunks(let entries):
            for entry in entries { entry.encode(to: &writer) }
        case .manifest(let blob, let digest, _):
            writer.write(blob.blob.bytes)
            writer.write(blob.size)
            writer.write(digest.bytes)
        case .referenceAdded(let reference, let blob):
            writer.write(reference.bytes)
            writer.write(blob.blob.bytes)
            writer.write(blob.size)
        case .referenceReleased(let reference, let blob):
            writer.write(reference.bytes)
            writer.write(blob.bytes)
        case .sessionAdvanced(let session, let advance):
            writer.write(session.bytes)
            advance.encode(to: &writer)
        case .sessionEnded(let session, let opened):
            writer.write(session.bytes)
            writer.write(opened)
        }
        return writer.bytes
    }
}
