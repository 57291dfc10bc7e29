import SQLDatabase

/// One candidate and its place.
struct Candidate {
    /// The object.
    let summary: CalendarObjectSummary

    /// The place right after it.
    let cursor: CandidateCursor
}

/// Reads the candidates of one query, page by page, from the indexes.
///
/// With a time range, objects whose spans are incomplete before its end come first; then those that have a span in the
/// range, each at the first of them. Without one, the objects come by their names.
struct CandidateReader {
    private let query: CandidateQuery
    private let calendar: CalendarID
    private let txn: any SQLTransaction

    /// Creates a reader that is good within the transaction.
    init(query: CandidateQuery, calendar: CalendarID, in txn: any SQLTransaction) {
        self.query = query
        self.calendar = calendar
        self.txn = txn
    }

    /// Returns up to `limit` candidates that follow a place; fewer mean that there are no more.
    ///
    /// - Throws: `SQLError`.
    func candidates(after cursor: CandidateCursor?, limit: Int) throws -> [Candidate] {
        guard query.componentTypes?.isEmpty != true else { return [] }
        guard let range = query.range else { return try members(after: cursor, limit: limit) }
        guard !range.isEmpty else { return [] }
        var found = try incomplete(before: range.upperBound, after: cursor, limit: limit)
        var last: OccurrenceRun?
        while found.count < limit, let run = try run(after: last, or: cursor, in: range) {
            found += try occurrences(in: run, of: range, limit: limit - found.count)
            last = run
        }
        return found
    }
}

// MARK: - By name

extension CandidateReader {
    private func members(after cursor: CandidateCursor?, limit: Int) throws -> [Candidate] {
        var (type, name): (String?, String) = (nil, "")
        if case .member(let lastType, let lastName) = cursor?.place { (type, name) = (lastType, lastName) }
        guard let types = query.componentTypes else { return try members(of: nil, after: name, limit: limit) }
        var found: [Candidate] = []
        for candidate in types where found.count < limit && candidate >= type ?? "" {
            let start = candidate == type ? name : ""
            found += try members(of: candidate, after: start, limit: limit - found.count)
        }
        return found
    }

    /// Returns the condition that a type sets, the one under which an index has it included.
    ///
    /// Events are most of what there is, and have no index of their own: they are found among all names.
    private static func condition(onType type: String?) -> String {
        switch type {
        case nil: ""
        case "VEVENT": "AND o.component_type = ?"
        default: "AND o.component_type = ? AND o.component_type <> 'VEVENT'"
        }
    }

    private func members(of type: String?, after name: String, limit: Int) throws -> [Candidate] {
        try txn.query(
            """
            \(CalendarStore.selectSummary) WHERE o.calendar = ? \(Self.condition(onType: type))
                AND o.name > ? ORDER BY o.name LIMIT ?
            """,
            [.text(calendar.text)] + (type.map { [.text($0)] } ?? []) + [.text(name), SQLValue(limit)]
        ).map { row in
            let summary = try CalendarObjectSummary(row)
            return Candidate(summary: summary, cursor: CandidateCursor(place: .member(type: type, name: summary.name)))
        }
    }
}

// MARK: - By time

extension CandidateReader {
    private func incomplete(before end: Int64, after cursor: CandidateCursor?, limit: Int) throws -> [Candidate] {
        var (until, object) = (OccurrenceTime.earliest, "")
        switch cursor?.place {
        case .incomplete(let lastUntil, let lastObject): (until, object) = (lastUntil, lastObject)
        case .occurrence: return []
        case .member, nil: break
        }
        let types = query.componentTypes.map { "AND o.component_type IN (\(placeholders($0.count)))" } ?? ""
        return try txn.query(
            """
            SELECT \(CalendarObjectSummary.columns), o.indexed_until FROM calendar_object o
            WHERE o.calendar = ? AND o.indexed_until IS NOT NULL AND o.indexed_until < ?
                AND (o.indexed_until, o.id) > (?, ?) \(types)
            ORDER BY o.indexed_until, o.id LIMIT ?
            """,
            [.text(calendar.text), .integer(end), .integer(until), .text(object)]
                + (query.componentTypes ?? []).map { .text($0) } + [SQLValue(limit)]
        ).map { row in
            let summary = try CalendarObjectSummary(row)
            let until = try row.integer("indexed_until")
            return Candidate(
                summary: summary,
                cursor: CandidateCursor(place: .incomplete(until: until, object: summary.id.text))
            )
        }
    }

    /// Returns the run to read after another one, or at first what the cursor left of one.
    private func run(
        after last: OccurrenceRun?,
        or cursor: CandidateCursor?,
        in range: Range<Int64>
    ) throws -> OccurrenceRun? {
        if last == nil, case .occurrence(let bucket, let starts, let object) = cursor?.place {
            return OccurrenceRun(bucket: bucket, starts: starts, object: object)
        }
        return try bucket(after: last?.bucket).map { OccurrenceRun(in: $0, of: range) }
    }

    /// Finds the next run of the index that the calendar has and the query asks for, by searches for its first entry.
    private func bucket(after last: OccurrenceBucket?) throws -> OccurrenceBucket? {
        if let last, let next = try bucket(of: last.type, after: last.spanClass.number) { return next }
        guard let types = query.componentTypes else {
            return try bucket(where: "component_type > ?", [.text(last?.type ?? "")])
        }
        for type in types where type > last?.type ?? "" {
            if let next = try bucket(of: type, after: -1) { return next }
        }
        return nil
    }

    /// Finds the next run of one component type.
    private func bucket(of type: String, after number: Int64) throws -> OccurrenceBucket? {
        try bucket(where: "component_type = ? AND class > ?", [.text(type), .integer(number)])
    }

    /// Finds the first run beyond a bound, which has to be one of a single column.
    ///
    /// SQLite begins a search for `(component_type, class) > (?, ?)` at the entries that are equal to the pair, so that
    /// it would walk through a whole run to find the next.
    private func bucket(where bound: String, _ keys: [SQLValue]) throws -> OccurrenceBucket? {
        try txn.first(
            """
            SELECT component_type, class FROM calendar_occurrence
            WHERE calendar = ? AND \(bound) ORDER BY component_type, class LIMIT 1
            """,
            [.text(calendar.text)] + keys
        ).map { row in
            OccurrenceBucket(
                type: try row.text("component_type"),
                spanClass: OccurrenceClass(number: try row.integer("class"))
            )
        }
    }

    /// Finds the objects whose first span in the range is in one run of the index.
    ///
    /// The spans of an object lie apart from each other, so that those in the range follow each other: the first is the
    /// one whose predecessor ends before the range.
    private func occurrences(in run: OccurrenceRun, of range: Range<Int64>, limit: Int) throws -> [Candidate] {
        try txn.query(
            """
            SELECT \(CalendarObjectSummary.columns), x.starts
            FROM calendar_occurrence x JOIN calendar_object o ON o.number = x.number
            WHERE x.calendar = ? AND x.component_type = ? AND x.class = ?
                AND (x.starts, x.number) > (?, ?) AND x.starts < ? AND x.ends > ? AND x.previous <= ?
                AND (o.indexed_until IS NULL OR o.indexed_until >= ?)
            ORDER BY x.starts, x.number LIMIT ?
            """,
            [
                .text(calendar.text), .text(run.bucket.type), .integer(run.bucket.spanClass.number),
                .integer(run.starts), .integer(run.object), .integer(range.upperBound), .integer(range.lowerBound),
                .integer(range.lowerBound), .integer(range.upperBound), SQLValue(limit),
            ]
        ).map { row in
            let summary = try CalendarObjectSummary(row)
            let starts = try row.integer("starts")
            return Candidate(
                summary: summary,
                cursor: CandidateCursor(place: .occurrence(run.bucket, starts: starts, object: summary.number))
            )
        }
    }

    private func placeholders(_ count: Int) -> String {
        Array(repeating: "?", count: count).joined(separator: ", ")
    }
}

/// The part of one run of the index of occurrences that is still to be read: what follows a start and an object.
private struct OccurrenceRun {
    /// The run.
    let bucket: OccurrenceBucket

    /// The start after which to read.
    let starts: Int64

    /// The number of the object after which to read, among those of the same start.
    let object: Int64

    /// Creates what follows one entry of the run.
    init(bucket: OccurrenceBucket, starts: Int64, object: Int64) {
        self.bucket = bucket
        self.starts = starts
        self.object = object
    }

    /// Creates the part of a run in which everything lies that may overlap a range.
    init(in bucket: OccurrenceBucket, of range: Range<Int64>) {
        self.init(bucket: bucket, starts: range.lowerBound - bucket.spanClass.reach, object: 0)
    }
}
