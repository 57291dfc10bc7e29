import Testing

@testable import attache

/// What a command shows while it works.
struct ProgressPrinterTests {
    private let start = ContinuousClock.now

    private func report(_ done: UInt64, of total: UInt64?) -> ProgressReport {
        ProgressReport(done: done, total: total, text: "\(done) done")
    }

    @Test func `a terminal gets a bar that is written over, ten times a second at most`() {
        var printer = ProgressPrinter("scrub", style: .bar)
        #expect(printer.end() == nil, "nothing was shown")
        let first = printer.text(for: report(50, of: 100), at: start)
        #expect(first == "\r\u{1B}[Kscrub [############------------]  50 %  50 done")
        #expect(printer.text(for: report(51, of: 100), at: start + .milliseconds(99)) == nil)
        let last = printer.text(for: report(100, of: 100), at: start + .milliseconds(100))
        #expect(last == "\r\u{1B}[Kscrub [########################] 100 %  100 done")
        #expect(printer.end() == "\r\u{1B}[K")
    }

    @Test func `a file gets a line a second at most, and one for five per cent`() {
        var printer = ProgressPrinter("verify", style: .lines)
        #expect(printer.text(for: report(0, of: 100), at: start) == "verify: 0 %, 0 done\n")
        #expect(printer.text(for: report(50, of: 100), at: start + .milliseconds(999)) == nil)
        #expect(printer.text(for: report(4, of: 100), at: start + .seconds(30)) == nil)
        #expect(printer.text(for: report(5, of: 100), at: start + .seconds(31)) == "verify: 5 %, 5 done\n")
        #expect(printer.end() == nil)
    }

    @Test func `what has no known end is told once a second`() {
        var printer = ProgressPrinter("export", style: .lines)
        #expect(printer.text(for: report(3, of: nil), at: start) == "export: 3 done\n")
        #expect(printer.text(for: report(4, of: nil), at: start + .milliseconds(500)) == nil)
        #expect(printer.text(for: report(9, of: 0), at: start + .seconds(1)) == "export: 9 done\n")
        var bar = ProgressPrinter("export", style: .bar)
        #expect(bar.text(for: report(3, of: nil), at: start) == "\r\u{1B}[Kexport: 3 done")
    }

    @Test func `more than there was said to be is all of it`() {
        #expect(report(150, of: 100).percent == 100)
        #expect(report(1, of: 3).percent == 33)
        #expect(report(1, of: nil).percent == nil)
    }

    @Test(
        arguments: [
            (0, "0 bytes"), (1, "1 byte"), (1_023, "1023 bytes"), (1_024, "1.0 KiB"), (1_535, "1.4 KiB"),
            (102_400, "100 KiB"), (1_048_575, "1023 KiB"), (1_048_576, "1.0 MiB"), (.max, "15.9 EiB"),
        ] as [(UInt64, String)]
    )
    func `bytes are told in the largest unit of which there is one`(_ bytes: UInt64, _ text: String) {
        #expect("\(ByteText(bytes))" == text)
    }

    @Test func `one thing is told in the singular`() {
        #expect("\(CountText(1, "finding")), \(CountText(0, "blob"))" == "1 finding, 0 blobs")
    }

    @Test func `facts begin in one column`() {
        var list = FactList()
        list.add("a", "first")
        list.add("longer", "second")
        #expect(list.lines == ["a       first", "longer  second"])
    }
}
