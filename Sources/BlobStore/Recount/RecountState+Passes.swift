extension RecountState {
    /// Begins a pass, unless one is going on or no reference is old enough.
    ///
    /// A reference is old enough when its record stands before a place that the log had reached long enough ago. The
    /// beginning of each pass notes such a place for the next one.
    ///
    /// - Parameters:
    ///   - approve: Whether what the last pass held back may be released.
    ///   - now: The present, in milliseconds since 1970.
    ///   - sequence: The sequence number of the last record in the log.
    ///   - maturity: How old in milliseconds a reference has to be.
    mutating func begin(approve: Bool, now: UInt64, sequence: UInt64, maturity: UInt64) {
        if approve, held > 0 { approved = held }
        if let pass, !approve, now < pass.started + Recounter.longestPass { return }
        let present = Horizon(sequence: sequence, noted: now)
        pass = limit(at: present, maturity: maturity).map { RecountPass(started: now, limit: $0) }
        if pass != nil || horizon == nil { horizon = present }
    }

    /// Ends the pass.
    ///
    /// - Parameters:
    ///   - pass: The pass with its last counts.
    ///   - holding: Whether nothing was released because it was too much.
    ///   - now: The present, in milliseconds since 1970.
    mutating func end(_ pass: RecountPass, holding: Bool, now: UInt64) {
        last = Ended(started: pass.started, ended: now, counts: pass.counts)
        self.pass = nil
        held = holding ? pass.counts.due : 0
        approved = 0
    }

    /// The sequence number up to which references are old enough; nil when that is not known yet.
    private func limit(at present: Horizon, maturity: UInt64) -> UInt64? {
        guard maturity > 0 else { return present.sequence }
        guard let horizon, horizon.noted + maturity <= present.noted else { return nil }
        return horizon.sequence
    }
}
