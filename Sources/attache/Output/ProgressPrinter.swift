/// How far something is.
struct ProgressReport: Hashable, Sendable {
    /// How much is done.
    let done: UInt64

    /// How much there is; nil or 0 when nobody knows.
    let total: UInt64?

    /// The same in words, such as `1.2 GiB of 2.7 GiB`.
    let text: String

    /// The whole per cent that are done, 100 at most.
    var percent: Int? {
        guard let total, total > 0 else { return nil }
        return Int(min(100, Double(done) / Double(total) * 100))
    }
}

/// Decides what to write so that somebody sees how far something is, and a log file is not filled by it.
struct ProgressPrinter {
    /// Where it is read.
    enum Style: Hashable, Sendable {
        /// On a terminal: one line that is written over.
        case bar
        /// In a file or a pipe: a line now and then.
        case lines
    }

    private static let width = 24
    private static let clear = "\r\u{1B}[K"

    private let style: Style
    private let title: String
    private var last: ContinuousClock.Instant?
    private var lastPercent = 0

    /// Makes a printer that has written nothing.
    ///
    /// - Parameters:
    ///   - title: What is going on, such as `scrub`.
    ///   - style: Where it is read.
    init(_ title: String, style: Style) {
        self.title = title
        self.style = style
    }

    /// Returns what to write; nil when it is not worth it yet.
    ///
    /// A bar moves ten times a second at most; lines come a second apart at least, and five per cent where that is known.
    ///
    /// - Parameters:
    ///   - report: How far it is.
    ///   - now: The present.
    /// - Returns: The text, with its line end where there is to be one.
    mutating func text(for report: ProgressReport, at now: ContinuousClock.Instant) -> String? {
        let pause: Duration = style == .bar ? .milliseconds(100) : .seconds(1)
        if let last, last.duration(to: now) < pause { return nil }
        let percent = report.percent ?? 0
        if style == .lines, last != nil, report.percent != nil, percent < lastPercent + 5 { return nil }
        last = now
        lastPercent = percent
        return style == .bar ? Self.clear + bar(report) : line(report) + "\n"
    }

    /// Returns what to write when it has ended; nil for nothing.
    func end() -> String? {
        style == .bar && last != nil ? Self.clear : nil
    }

    private func line(_ report: ProgressReport) -> String {
        let percent = report.percent.map { "\($0) %, " } ?? ""
        return "\(title): \(percent)\(report.text)"
    }

    private func bar(_ report: ProgressReport) -> String {
        guard let percent = report.percent else { return line(report) }
        let filled = Self.width * percent / 100
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: Self.width - filled)
        let number = String(repeating: " ", count: percent < 10 ? 2 : percent < 100 ? 1 : 0) + "\(percent)"
        return "\(title) [\(bar)] \(number) %  \(report.text)"
    }
}
