import DurableIO

/// Where the end of a zip file says that its directory is (APPNOTE.TXT §4.3.14 to §4.3.16).
struct ZipEnding: Hashable {
    private static let fixedCount = 22
    private static let locatorCount = 20
    private static let extendedCount = 56

    /// The files and folders in the directory.
    let count: UInt64

    /// The octets of the directory.
    let size: UInt64

    /// Where the directory begins.
    let start: UInt64

    /// Reads the end of an archive.
    ///
    /// - Throws: ``ZipError/notAZip``, ``ZipError/severalDisks``, ``ZipError/malformed(offset:)``, ``ZipError/file(_:)``.
    init(of file: any ReadFile) throws(ZipError) {
        let offset = try Self.find(in: file)
        let header = try file.header(at: offset, count: Self.fixedCount)
        if let extended = try Self.extended(before: offset, in: file) {
            self = extended
        } else {
            let disks = (4...6).map { header.octets[header.octets.startIndex + $0] }
            let here: UInt16 = header.number(at: 8)
            let all: UInt16 = header.number(at: 10)
            guard disks.allSatisfy({ $0 == 0 }), here == all else { throw .severalDisks }
            count = UInt64(all)
            size = UInt64(header.number(at: 12, as: UInt32.self))
            start = UInt64(header.number(at: 16, as: UInt32.self))
        }
        guard start <= offset, size <= offset - start else { throw .malformed(offset: offset) }
    }

    /// Reads the end that ZIP64 has, whose fields are wide enough.
    private init(_ header: ZipHeader) throws(ZipError) {
        count = header.number(at: 32)
        size = header.number(at: 40)
        start = header.number(at: 48)
        let disks: [UInt32] = [header.number(at: 16), header.number(at: 20)]
        let here: UInt64 = header.number(at: 24)
        guard disks.allSatisfy({ $0 == 0 }), here == count else { throw .severalDisks }
    }

    /// Returns where the end of the directory begins: the last place after which a comment of the said length ends the file.
    private static func find(in file: any ReadFile) throws(ZipError) -> UInt64 {
        let size = try file.octetCount()
        let count = Int(min(size, UInt64(fixedCount) + UInt64(UInt16.max)))
        guard count >= fixedCount else { throw .notAZip }
        let tail = try file.octets(at: size - UInt64(count), count: count)
        for place in stride(from: count - fixedCount, through: 0, by: -1) {
            guard tail[place] == 0x50, tail[place + 1] == 0x4B else { continue }
            let header = ZipHeader(octets: tail[place...])
            let comment: UInt16 = header.number(at: 20)
            guard header.number(at: 0, as: UInt32.self) == 0x0605_4B50 else { continue }
            if place + fixedCount + Int(comment) == count { return size - UInt64(count - place) }
        }
        throw .notAZip
    }

    private static func extended(before offset: UInt64, in file: any ReadFile) throws(ZipError) -> ZipEnding? {
        guard offset >= UInt64(locatorCount) else { return nil }
        let place = offset - UInt64(locatorCount)
        let locator = try file.header(at: place, count: locatorCount)
        guard locator.number(at: 0, as: UInt32.self) == 0x0706_4B50 else { return nil }
        let disk: UInt32 = locator.number(at: 4)
        let disks: UInt32 = locator.number(at: 16)
        guard disk == 0, disks <= 1 else { throw .severalDisks }
        let start: UInt64 = locator.number(at: 8)
        guard place >= UInt64(extendedCount), start <= place - UInt64(extendedCount) else {
            throw .malformed(offset: place)
        }
        let header = try file.header(at: start, count: extendedCount)
        guard header.number(at: 0, as: UInt32.self) == 0x0606_4B50 else { throw .malformed(offset: start) }
        return try ZipEnding(header)
    }
}
