import Glibc
import Synchronization
import SystemPackage

/// Shows on standard error how far something is: as a bar on a terminal, else by a line now and then.
final class ProgressDisplay: Sendable {
    private let printer: Mutex<ProgressPrinter>

    /// Makes a display that shows nothing yet.
    ///
    /// - Parameter title: What is going on, such as `scrub`.
    init(_ title: String) {
        let isTerminal = isatty(FileDescriptor.standardError.rawValue) == 1
        printer = Mutex(ProgressPrinter(title, style: isTerminal ? .bar : .lines))
    }

    /// Shows how far it is, if it is time for that.
    func show(_ report: ProgressReport) {
        printer.withLock { printer in
            if let text = printer.text(for: report, at: .now) { Self.write(text) }
        }
    }

    /// Shows how many bytes are done.
    func show(bytes: UInt64, of total: UInt64, findings: UInt64 = 0) {
        let found = findings == 0 ? "" : ", \(CountText(findings, "finding"))"
        let text = "\(ByteText(bytes)) of \(ByteText(total))\(found)"
        show(ProgressReport(done: bytes, total: total, text: text))
    }

    /// Takes the bar away.
    func end() {
        printer.withLock { printer in
            if let text = printer.end() { Self.write(text) }
        }
    }

    /// Writes to standard error; what cannot be written is lost, as there is nowhere to say so.
    private static func write(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll(text.utf8)
    }
}
