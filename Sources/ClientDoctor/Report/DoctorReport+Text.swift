extension DoctorReport {
    /// The report for people: the way line by line, what each kind of client meets, and the sum.
    package var text: String {
        (["\(user) at \(base)", ""] + way + ["", "What clients meet:"] + clients + ["", sum]).joined(separator: "\n")
    }

    private var way: [String] {
        let width = DoctorStep.allCases.map(\.title.count).max() ?? 0
        let indent = Self.padded("", to: Self.markWidth + width)
        return findings.flatMap { finding in
            let head =
                Self.padded(finding.severity.mark, to: Self.markWidth) + Self.padded(finding.step.title, to: width)
            let advice = finding.advice.map { [indent + "  → " + $0] } ?? []
            return [head + "  " + finding.sentence] + advice
        }
    }

    /// What concerns every kind is said once, before the kinds; where all meet the same, they are not told apart.
    private var clients: [String] {
        if let first = prospects.first, prospects.allSatisfy({ first.isTheSame(as: $0) }) {
            return ["  All: \(first.sentence)"] + first.reasons.map { "    - " + $0 }
        }
        let common = (prospects.first?.reasons ?? []).filter { reason in
            prospects.allSatisfy { $0.reasons.contains(reason) }
        }
        let single = prospects.flatMap { prospect in
            ["  \(prospect.client.title): \(prospect.sentence)"]
                + prospect.reasons.filter { !common.contains($0) }.map { "    - " + $0 }
        }
        return common.map { "  All: " + $0 } + single
    }

    private var sum: String {
        let failures = count(of: .failure)
        let warnings = count(of: .warning)
        guard failures + warnings > 0 else { return "Everything is fine." }
        return [Self.counted(failures, "failure"), Self.counted(warnings, "warning")].compactMap(\.self)
            .joined(separator: ", ") + "."
    }

    private static let markWidth = (Severity.allCases.map(\.mark.count).max() ?? 0) + 2

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func counted(_ count: Int, _ word: String) -> String? {
        count == 0 ? nil : "\(count) \(word)\(count == 1 ? "" : "s")"
    }
}

extension Severity {
    /// The word at the beginning of a line.
    fileprivate var mark: String {
        switch self {
        case .ok, .note: rawValue
        case .warning: "WARNING"
        case .failure: "FAILURE"
        }
    }
}
