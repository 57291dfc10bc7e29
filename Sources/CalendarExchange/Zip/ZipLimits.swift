/// What a zip file may have at most, so that one from elsewhere can cost only so much.
struct ZipLimits: Hashable, Sendable {
    /// The most files, whose names are in memory.
    var files: UInt64 = 1_000_000

    /// The most octets of the directory.
    var directory: UInt64 = 256 << 20

    /// The most octets of a file that is read as a whole, as calendars are.
    var whole = ImportSource.maximumOctets

    /// The octets that the files of any archive may have together.
    var leastExpansion: UInt64 = 1 << 30

    /// How many times the octets of the archive its files may have together, where that is more.
    var expansion: UInt64 = 100

    /// The limits of an import.
    static let standard = ZipLimits()

    /// Makes the limits of an import, to be changed.
    init() {}

    /// Returns the most octets that the files of an archive may have together.
    ///
    /// DEFLATE makes no more than 1,032 out of one; what makes 100 out of each is made to.
    func expanded(from size: UInt64) -> UInt64 {
        let (product, isTooLarge) = size.multipliedReportingOverflow(by: expansion)
        return isTooLarge ? .max : max(product, leastExpansion)
    }
}
