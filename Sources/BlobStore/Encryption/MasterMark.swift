import BlobModel

/// The file `keys/MASTER`: it names the master key under which the keys of a shard are wrapped.
///
/// `Docs/formats/domain-key.md`. With it a shard is refused when its master key is missing or wrong, before anything is
/// read. During a rotation it names the former key until every file is wrapped under the new one.
struct MasterMark: Hashable, Sendable {
    /// The number of bytes in the file.
    static let byteCount = 24

    private static let magic = Array("AMastKey".utf8)
    private static let version: UInt16 = 1

    /// The ID of the master key.
    let master: MasterKeyID

    /// Makes a mark.
    init(master: MasterKeyID) {
        self.master = master
    }

    /// The file's 24 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.byteCount)
        writer.write(Self.magic)
        writer.write(Self.version)
        writer.write(UInt16(Self.byteCount))
        writer.write(master.rawValue)
        writer.write(CRC32C.checksum(of: writer.bytes))
        return writer.bytes
    }

    /// Makes a mark from its bytes.
    ///
    /// - Throws: ``KeyFault/version(_:)`` and ``KeyFault/malformed``.
    init(decoding bytes: [UInt8]) throws(KeyFault) {
        var reader = ByteReader(bytes)
        guard let magic = reader.bytes(8), Array(magic) == Self.magic, let version = reader.integer(UInt16.self) else {
            throw .malformed
        }
        guard version == Self.version else { throw .version(version) }
        guard reader.bytes(2) != nil, let master = reader.integer(UInt64.self) else { throw .malformed }
        self.init(master: MasterKeyID(rawValue: master))
        guard encoded == bytes else { throw .malformed }
    }
}
