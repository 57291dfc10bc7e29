import BlobModel

/// The encoding of `Docs/formats/domain-key.md`, version 1.
extension DomainKeyFile {
    /// The number of bytes in the file.
    static let byteCount = headByteCount + WrappedKey.byteCount + 4

    private static let headByteCount = 72
    private static let magic = Array("ADomnKey".utf8)
    private static let version: UInt16 = 1
    private static let wrappedState: UInt8 = 1
    private static let erasedState: UInt8 = 2

    /// The bytes before the wrapped key, which are authenticated with it.
    var head: [UInt8] {
        var writer = ByteWriter(capacity: Self.headByteCount)
        writer.write(Self.magic)
        writer.write(Self.version)
        writer.write(UInt16(Self.byteCount))
        writer.write(stateNumber)
        writer.pad(to: 16)
        writer.write(masterKey?.rawValue ?? 0)
        writer.write(keyNumber)
        writer.write(UInt32(0))
        writer.write(since)
        writer.write(domainKey.bytes)
        return writer.bytes
    }

    /// The file's 136 bytes.
    var encoded: [UInt8] {
        var writer = ByteWriter(capacity: Self.byteCount)
        writer.write(head)
        if case .wrapped(let wrapped, _) = state { writer.write(wrapped.envelope) }
        writer.pad(to: Self.byteCount - 4)
        writer.write(CRC32C.checksum(of: writer.bytes))
        return writer.bytes
    }

    /// The ID of the master key that wraps the key; nil when the key was erased.
    var masterKey: MasterKeyID? {
        guard case .wrapped(_, let id) = state else { return nil }
        return id
    }

    private var stateNumber: UInt8 {
        switch state {
        case .wrapped: Self.wrappedState
        case .erased: Self.erasedState
        }
    }

    /// Makes a file from its bytes.
    ///
    /// - Throws: ``KeyFault/version(_:)``, and ``KeyFault/malformed`` for bytes that this version does not write.
    init(decoding bytes: [UInt8]) throws(KeyFault) {
        var reader = ByteReader(bytes)
        guard let magic = reader.bytes(8), Array(magic) == Self.magic, let version = reader.integer(UInt16.self) else {
            throw .malformed
        }
        guard version == Self.version else { throw .version(version) }
        guard bytes.count == Self.byteCount, let file = Self.fields(&reader), file.encoded == bytes else {
            throw .malformed
        }
        self = file
    }

    /// Reads what follows the version; the caller compares the encoding, checksum and reserved bytes included.
    private static func fields(_ reader: inout ByteReader) -> DomainKeyFile? {
        guard reader.bytes(2) != nil, let stateNumber = reader.integer(UInt8.self), reader.bytes(3) != nil,
            let master = reader.integer(UInt64.self), let keyNumber = reader.integer(UInt32.self),
            reader.bytes(4) != nil, let since = reader.integer(UInt64.self), let domainKey = reader.contentID(),
            let envelope = reader.bytes(WrappedKey.byteCount), keyNumber != 0
        else { return nil }
        switch stateNumber {
        case wrappedState:
            let wrapped = WrappedKey(envelope: Array(envelope))
            let state = State.wrapped(wrapped, under: MasterKeyID(rawValue: master))
            return DomainKeyFile(domainKey: domainKey, keyNumber: keyNumber, since: since, state: state)
        case erasedState:
            return DomainKeyFile(erasing: domainKey, keyNumber: keyNumber, since: since)
        default:
            return nil
        }
    }
}
