import KeyValueIndex
import SystemPackage
import Testing

/// How long the pages are with which LMDB's file begins.
struct MetaPagesTests {
    private static let largest = 2 * 32_768

    @Test func `a file says how long its first pages are`() throws {
        let sample = try SampleIndex()
        let head = Array(sample.bytes.prefix(MetaPages.headByteCount))
        #expect(MetaPages.byteCount(saidBy: head) == 2 * SampleIndex.pageByteCount)
    }

    @Test(arguments: [0, 512, 4_097, 12_288, 65_536, 1 << 31])
    func `a size that no page has counts as the largest one`(_ size: Int) throws {
        var head = Array(try SampleIndex().bytes.prefix(MetaPages.headByteCount))
        let digits = (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
        head.replaceSubrange(40..<44, with: 1.bigEndian == 1 ? digits.reversed() : digits)
        #expect(MetaPages.byteCount(saidBy: head) == Self.largest)
    }

    @Test func `of pages that cannot be written again the error names them, and no call that may have succeeded`() {
        let error = LMDBError.system(call: .secure, errno: .ioError)
        #expect("\(error)".hasPrefix("The pages of the index that name its last commits cannot be written again: "))
    }

    @Test func `a file that ends before counts as the largest one`() {
        #expect(MetaPages.byteCount(saidBy: []) == Self.largest)
        #expect(MetaPages.byteCount(saidBy: [UInt8](repeating: 0, count: MetaPages.headByteCount - 1)) == Self.largest)
    }
}
