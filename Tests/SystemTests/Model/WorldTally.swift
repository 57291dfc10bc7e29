/// How often what happened in a home, which shows that a test tests something.
struct WorldTally: Sendable {
    /// The requests that were done.
    var done = 0
    /// The requests that were refused, as they had to be.
    var refused = 0
    /// The requests whose outcome the answer did not tell.
    var lost = 0
    /// The files that a front sent in upload sessions, to their end.
    var long = 0
    /// The files in upload sessions of which the answer did not tell the outcome: a program died meanwhile.
    var brokenLong = 0
    /// How often several clients sent a request at the same moment.
    var crowds = 0
    /// The answers that came by way of the node.
    var redirected = 0
    /// What was done by the forms of pages.
    var byPage = 0
    /// The files that came in calendar data and became attachments.
    var takenIn = 0
    /// The infected files that were refused.
    var infected = 0
    /// The files that were brought back, by a page or by the operator.
    var restored = 0
    /// The files that the operator took away.
    var withdrawn = 0
    /// How often the operator ended the grace of what was removed.
    var purges = 0
    /// The objects and calendars that were copied.
    var copied = 0
    /// The objects and calendars that were moved.
    var moved = 0
    /// The objects and calendars that were removed.
    var deleted = 0
    /// The additions and removals that named instances.
    var ofInstances = 0
    /// The halves of series that were stored.
    var halves = 0
    /// The removed files that a client's PUT brought back.
    var undone = 0

    /// Whether everything happened that a long enough life has in it.
    ///
    /// What is rare is not in it: a life may come without an infected file, a long one, or one that is brought back. The
    /// ending brings two back in each home, one in either way.
    var isFull: Bool {
        [
            done, refused, crowds, redirected, byPage, takenIn, withdrawn, purges,
            copied + moved, deleted, ofInstances, halves,
        ].allSatisfy { $0 > 0 }
    }

    /// Counts a request.
    mutating func count(_ deed: WorldDeed) {
        switch deed.verdict {
        case .done: done += 1
        case .refused: refused += 1
        case .unknown: lost += 1
        }
        countLength(deed)
        let isAnswered = deed.verdict != .unknown
        if isAnswered && deed.reply.isRedirected { redirected += 1 }
        if deed.verdict == .done && deed.wish.way == .page { byPage += 1 }
        if deed.verdict == .done { countOperation(deed.wish.operation) }
        if deed.verdict == .done && deed.wish.isHalf { halves += 1 }
        if deed.verdict == .refused(403) && deed.wish.operation.file?.isInfected == true { infected += 1 }
    }

    private mutating func countLength(_ deed: WorldDeed) {
        guard deed.wish.way == .streaming, let file = deed.wish.operation.file,
            file.bytes.count >= WorldSettings.sessionMinimum
        else { return }
        switch deed.verdict {
        case .done: long += 1
        case .refused: break
        case .unknown: brokenLong += 1
        }
    }

    private mutating func countOperation(_ operation: WorldOperation) {
        switch operation {
        case .restore: restored += 1
        case .withdraw: withdrawn += 1
        case .purge: purges += 1
        case .transfer(_, _, let transfer), .transferCalendar(_, _, let transfer):
            if transfer.isMove { moved += 1 } else { copied += 1 }
        case .delete, .deleteCalendar: deleted += 1
        case .add(_, .some, _), .remove(_, _, _, .some): ofInstances += 1
        default: break
        }
    }

    /// Returns the sum of two counts.
    static func + (one: WorldTally, other: WorldTally) -> WorldTally {
        var sum = one
        for path in [
            \WorldTally.done, \.refused, \.lost, \.long, \.brokenLong, \.crowds,
            \.redirected, \.byPage, \.takenIn, \.infected,
            \.restored, \.withdrawn, \.purges,
            \.copied, \.moved, \.deleted, \.ofInstances, \.halves, \.undone,
        ] {
            sum[keyPath: path] += other[keyPath: path]
        }
        return sum
    }
}
