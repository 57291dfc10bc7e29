import FoundationEssentials
import Glibc
import KeyValueIndex
import SystemPackage
import Testing

/// The look at LMDB's file before LMDB maps it.
///
/// A case in which it lets something through ends the process of the tests.
struct StructureCheckTests {
    let sample: SampleIndex

    init() throws {
        sample = try SampleIndex()
    }

    private static func isUnsound(_ outcome: Result<[String: Int], LMDBError>?) -> Bool {
        if case .failure(.unsound) = outcome { true } else { false }
    }

    /// Tells whether the file was refused, by the look or by LMDB's own first one at its two first pages.
    private static func isRefused(_ outcome: Result<[String: Int], LMDBError>?) -> Bool {
        if case .failure(let error) = outcome { error.isDamage } else { false }
    }

    @Test func `an environment with pages of every kind is sound`() throws {
        let counts = try #require(try sample.outcome(of: sample.bytes)).get()
        #expect(sample.depth == 3)
        #expect(counts["none"] == 0)
        #expect(try #require(counts["deep"]) > 60)
        #expect(try #require(counts["many"]) > 20)
        #expect(counts["long"] == 7)
    }

    @Test func `a file that ends too early is refused, wherever it ends`() throws {
        var refused = 0
        for length in stride(from: 0, to: sample.bytes.count, by: 2_011) {
            let outcome = try sample.outcome(of: Array(sample.bytes.prefix(length)))
            // What is not there may be free, or nothing: an empty file is made anew.
            guard Self.isRefused(outcome) else {
                _ = try #require(outcome).get()
                continue
            }
            refused += 1
        }
        #expect(refused > 100)
        for pages in 0..<sample.pages {
            let outcome = try sample.outcome(of: Array(sample.bytes.prefix(pages * SampleIndex.pageByteCount)))
            #expect(Self.isRefused(outcome) || outcome != nil, "\(pages) pages")
        }
    }

    @Test(arguments: ["zeros", "noise", "another page", "the page before"])
    func `a page that is overwritten is refused, or is one that nothing uses`(with kind: String) throws {
        var numbers = SeededNumbers(seed: 17)
        var refused = 0
        for number in 0..<sample.pages {
            let page: [UInt8] =
                switch kind {
                case "zeros": Array(repeating: 0, count: SampleIndex.pageByteCount)
                case "noise": (0..<SampleIndex.pageByteCount).map { _ in UInt8.random(in: 0...255, using: &numbers) }
                case "another page": Array(sample.page(Int.random(in: 2..<sample.pages, using: &numbers)))
                default: Array(sample.page(max(0, number - 1)))
                }
            guard page != Array(sample.page(number)) else { continue }
            var bytes = sample.bytes
            bytes.replaceSubrange(sample.page(number).indices, with: page)
            let outcome = try sample.outcome(of: bytes)
            if Self.isRefused(outcome) { refused += 1 } else { #expect(outcome != nil, "page \(number)") }
        }
        #expect(refused > 30)
    }

    @Test(arguments: 0..<4) func `no change of single bytes ends the process`(of part: UInt64) throws {
        var (refused, used) = (0, 0)
        for seed in part * 100..<(part + 1) * 100 {
            var numbers = SeededNumbers(seed: seed)
            var bytes = sample.bytes
            for _ in 0..<Int.random(in: 1...4, using: &numbers) { Self.change(&bytes, &numbers) }
            let outcome = try sample.outcome(of: bytes)
            if Self.isRefused(outcome) { refused += 1 } else { used += 1 }
        }
        #expect(refused > 20)
        #expect(used > 20)
    }

    /// Changes a field somewhere: most often in a header, where it does most harm.
    private static func change(_ bytes: inout [UInt8], _ numbers: inout SeededNumbers) {
        let pages = bytes.count / SampleIndex.pageByteCount
        let page = Bool.random(using: &numbers) ? Int.random(in: 0..<pages, using: &numbers) : 0
        let reach = page < 2 ? 152 : [24, 64, SampleIndex.pageByteCount].randomElement(using: &numbers) ?? 24
        let place = page * SampleIndex.pageByteCount + Int.random(in: 0..<reach, using: &numbers)
        switch Int.random(in: 0..<3, using: &numbers) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
        default:
            let end = min(bytes.count, (place & ~7) + [2, 4, 8].randomElement(using: &numbers, or: 8))
            for index in place & ~7..<end { bytes[index] = [0, 255].randomElement(using: &numbers, or: 0) }
        }
    }

    @Test func `what is wrong is told with the page`() throws {
        var bytes = sample.bytes
        // The root of the list of tables, which the page says that names the commit.
        let slot = Self.newest(bytes)
        let root = Self.integer(slot * SampleIndex.pageByteCount + 128, in: bytes)
        let start = Int(root) * SampleIndex.pageByteCount
        bytes[start] ^= 0xFF
        guard case .failure(.unsound(let page, .number))? = try sample.outcome(of: bytes) else {
            Issue.record("It was opened.")
            return
        }
        #expect(page == root)
        let error = LMDBError.unsound(page: page, .layout)
        #expect("\(error)".contains("page \(root)"))
        #expect(error.isDamage)
        #expect(!error.isWorthRetrying)
    }

    @Test func `a free page that a table uses is refused`() throws {
        var bytes = sample.bytes
        let slot = Self.newest(bytes)
        let root = Int(Self.integer(slot * SampleIndex.pageByteCount + 80, in: bytes))
        let tables = Self.integer(slot * SampleIndex.pageByteCount + 128, in: bytes)
        // The last node of a small list of free pages is the first one behind its header that has a list.
        let start = root * SampleIndex.pageByteCount
        let node = start + Int(bytes[start + 16]) + Int(bytes[start + 17]) << 8
        let list = node + 16
        for index in 0..<8 { bytes[list + 8 + index] = UInt8(truncatingIfNeeded: tables >> (8 * index)) }
        #expect(Self.isUnsound(try sample.outcome(of: bytes)))
    }

    private static func newest(_ bytes: [UInt8]) -> Int {
        integer(144, in: bytes) < integer(SampleIndex.pageByteCount + 144, in: bytes) ? 1 : 0
    }

    private static func integer(_ offset: Int, in bytes: [UInt8]) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << (8 * UInt64($1)) }
    }
}

extension Array {
    fileprivate func randomElement(using numbers: inout SeededNumbers, or other: Element) -> Element {
        randomElement(using: &numbers) ?? other
    }
}
