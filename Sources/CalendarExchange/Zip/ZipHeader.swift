import DurableIO

/// The octets of a header, of which there are enough for its fixed fields.
struct ZipHeader {
    /// The octets.
    let octets: ArraySlice<UInt8>

    /// Returns the number at an offset, the lowest octet first (APPNOTE.TXT §4.4.1.1).
    func number<Number: FixedWidthInteger & UnsignedInteger>(
        at offset: Int,
        as type: Number.Type = Number.self
    ) -> Number {
        let start = octets.startIndex + offset
        return (0..<MemoryLayout<Number>.size).reduce(0) { $0 | Number(octets[start + $1]) << ($1 * 8) }
    }
}

extension ReadFile {
    /// Reads a header of an archive.
    ///
    /// - Parameters:
    ///   - offset: Where it is.
    ///   - count: Its octets.
    /// - Returns: The header.
    /// - Throws: ``ZipError/file(_:)``, also when the file ends before.
    func header(at offset: UInt64, count: Int) throws(ZipError) -> ZipHeader {
        ZipHeader(octets: try octets(at: offset, count: count)[...])
    }

    /// Reads octets of an archive.
    ///
    /// - Throws: ``ZipError/file(_:)``, also when the file ends before.
    func octets(at offset: UInt64, count: Int) throws(ZipError) -> [UInt8] {
        do throws(FileError) {
            return try read(at: offset, count: count)
        } catch {
            throw .file(error)
        }
    }

    /// Returns the octets that the archive has.
    ///
    /// - Throws: ``ZipError/file(_:)``.
    func octetCount() throws(ZipError) -> UInt64 {
        do throws(FileError) {
            return try size()
        } catch {
            throw .file(error)
        }
    }
}
