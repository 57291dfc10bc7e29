import KeyValueIndex
import SystemPackage
import Testing

/// Disks that do not give back a page of LMDB's file.
struct UnreadablePageTests {
    let sample: SampleIndex

    init() throws {
        sample = try SampleIndex()
    }

    @Test func `a page that cannot be read refuses the file only when something uses it`() throws {
        var (used, unused) = (0, 0)
        for page in 2..<sample.pages {
            var bytes = sample.bytes
            for index in sample.page(page).indices { bytes[index] = 0 }
            let isUsed = try Self.isRefused(sample.outcome(of: bytes))
            let unreadable = try outcome(withoutPage: page)
            if isUsed {
                used += 1
                #expect(unreadable == .failure(.system(call: .readPages, errno: .ioError)), "page \(page)")
            } else {
                unused += 1
                #expect(!Self.isRefused(unreadable), "page \(page)")
            }
        }
        #expect(used > 30)
        #expect(unused > 3)
    }

    @Test func `an error of the disk says that it is the index that cannot be read`() {
        let error = LMDBError.system(call: .readPages, errno: .ioError)
        #expect("\(error)".hasPrefix("The index cannot be read"))
    }

    private func outcome(withoutPage page: Int) throws -> Result<[String: Int], LMDBError>? {
        try onOtherThread { [sample] in
            guard BadSector.begin(at: page * SampleIndex.pageByteCount) else { throw NoFilter() }
            return try sample.outcome(of: sample.bytes)
        }
    }

    private static func isRefused(_ outcome: Result<[String: Int], LMDBError>?) -> Bool {
        if case .failure = outcome { true } else { false }
    }

    /// The kernel does not let a thread be refused its reads.
    private struct NoFilter: Error {}
}
