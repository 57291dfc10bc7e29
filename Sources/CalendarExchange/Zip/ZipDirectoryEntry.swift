/// A file or a folder as the directory of an archive describes it (APPNOTE.TXT §4.3.12).
struct ZipDirectoryEntry: Hashable {
    private static let fixedCount = 46

    /// The most octets that an entry can have.
    static let maximumCount = fixedCount + 3 * Int(UInt16.max)

    /// Systems whose file modes are in the external attributes (APPNOTE.TXT §4.4.2.2): Unix, and OS X.
    private static let unixSystems: [UInt16] = [3, 19]

    /// What an entry stands for.
    enum Kind: Hashable {
        /// A file.
        case file
        /// A folder.
        case folder
        /// A symbolic link, or a device.
        case other
    }

    /// How the octets of a file are kept (APPNOTE.TXT §4.4.4, §4.4.5).
    struct Encoding: Hashable {
        /// The general purpose bits.
        let flags: UInt16

        /// The number of the method.
        let method: UInt16

        /// Whether the octets, or the headers, are encrypted: bits 0, 6 and 13.
        var isEncrypted: Bool { flags & (1 | 1 << 6 | 1 << 13) != 0 }
    }

    /// The path inside the archive.
    let name: String

    /// What it stands for.
    let kind: Kind

    /// How its octets are kept.
    let encoding: Encoding

    /// The checksum of its octets.
    let checksum: UInt32

    /// The octets of the file.
    private(set) var size: UInt64

    /// The octets that the file takes in the archive.
    private(set) var storedSize: UInt64

    /// Where its local header is.
    private(set) var offset: UInt64

    /// Reads the entry at the front of some octets, and takes it away from there; nil when they end before it does.
    ///
    /// - Parameters:
    ///   - octets: Octets of the directory.
    ///   - place: Where in the archive they are, for errors.
    /// - Throws: ``ZipError/malformed(offset:)``, ``ZipError/severalDisks``.
    init?(takenFrom octets: inout ArraySlice<UInt8>, at place: UInt64) throws(ZipError) {
        guard octets.count >= Self.fixedCount else { return nil }
        let header = ZipHeader(octets: octets)
        guard header.number(at: 0, as: UInt32.self) == 0x0201_4B50 else { throw .malformed(offset: place) }
        let counts = [28, 30, 32].map { Int(header.number(at: $0, as: UInt16.self)) }
        guard octets.count >= counts.reduce(Self.fixedCount, +) else { return nil }
        let rest = octets.dropFirst(Self.fixedCount)
        name = ZipName.text(rest.prefix(counts[0]))
        kind = Self.kind(header, isFolder: name.hasSuffix("/"))
        encoding = Encoding(flags: header.number(at: 8), method: header.number(at: 10))
        checksum = header.number(at: 16)
        storedSize = UInt64(header.number(at: 20, as: UInt32.self))
        size = UInt64(header.number(at: 24, as: UInt32.self))
        offset = UInt64(header.number(at: 42, as: UInt32.self))
        try extend(rest.dropFirst(counts[0]).prefix(counts[1]), disk: header.number(at: 34), at: place)
        octets = octets.dropFirst(counts.reduce(Self.fixedCount, +))
    }

    private static func kind(_ header: ZipHeader, isFolder: Bool) -> Kind {
        guard !isFolder else { return .folder }
        guard unixSystems.contains(header.number(at: 4, as: UInt16.self) >> 8) else { return .file }
        // The type is in the upper four bits of the mode: 0x8000 is a regular file, 0x4000 a directory.
        switch header.number(at: 38, as: UInt32.self) >> 16 & 0xF000 {
        case 0, 0x8000: return .file
        case 0x4000: return .folder
        default: return .other
        }
    }

    /// Takes what does not fit into the fixed fields from ZIP64's (APPNOTE.TXT §4.5.3): those that are all ones, in order.
    private mutating func extend(_ fields: ArraySlice<UInt8>, disk: UInt16, at place: UInt64) throws(ZipError) {
        let isShort = [size, storedSize, offset].contains(UInt64(UInt32.max)) || disk == .max
        guard isShort else {
            guard disk == 0 else { throw .severalDisks }
            return
        }
        guard let field = Self.field(ZipEntry.extendedField, in: fields) else { throw .malformed(offset: place) }
        var rest = field
        let wide: [WritableKeyPath<Self, UInt64>] = [\.size, \.storedSize, \.offset]
        for path in wide where self[keyPath: path] == UInt64(UInt32.max) {
            guard rest.count >= 8 else { throw .malformed(offset: place) }
            self[keyPath: path] = ZipHeader(octets: rest).number(at: 0)
            rest = rest.dropFirst(8)
        }
        guard disk == .max else { return }
        guard rest.count >= 4 else { throw .malformed(offset: place) }
        guard ZipHeader(octets: rest).number(at: 0, as: UInt32.self) == 0 else { throw .severalDisks }
    }

    private static func field(_ wanted: UInt16, in fields: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = fields
        while rest.count >= 4 {
            let header = ZipHeader(octets: rest)
            let (id, count) = (header.number(at: 0, as: UInt16.self), Int(header.number(at: 2, as: UInt16.self)))
            rest = rest.dropFirst(4)
            guard id != wanted else { return rest.count >= count ? rest.prefix(count) : nil }
            rest = rest.dropFirst(count)
        }
        return nil
    }
}
