import ClientDoctor

extension DoctorReport {
    /// The report as it is shown on a terminal: what a server wrote into it neither moves the cursor nor makes lines.
    var plain: DoctorReport {
        DoctorReport(base: base, user: user, findings: findings.map(\.plain))
    }
}

extension Finding {
    /// The finding as it is shown on a terminal.
    fileprivate var plain: Finding {
        Finding(
            step,
            severity,
            "\(PlainText(sentence))",
            advice: advice.map { "\(PlainText($0))" },
            clients: Set(clients)
        )
    }
}
