import SystemPackage

/// What a calendar server does all day, beside Radicale and Xandikos with the same calendars.
struct CalendarWork: Sendable {
    /// The most that a report of 100,000 events may add to the anonymous memory, in bytes: no more than one of ten.
    private static let memoryBound: UInt64 = 32 << 20

    /// The requests under way that the peers are measured with at most: Radicale resets connections when there are 64.
    private static let connectionsOfPeers = 8

    /// Where the programs are.
    let programs: Programs

    /// What belongs to this run.
    let directory: FilePath

    /// How long a round takes.
    let roundTime: Duration

    /// Says what is going on.
    let tell: @Sendable (String) -> Void

    /// Runs everything on servers of its own.
    ///
    /// - Throws: ``BenchmarkError``, and what starting servers throws.
    func run() async throws -> [Finding] {
        let calendars = CalendarData.shared + [.empty]
        return try await AttacheServer.run(programs, in: directory, named: "calendar") { attache in
            try await fill(attache.calendars, with: calendars + [.largest])
            return try await CalendarPeer.radicale.run(programs, in: directory, with: calendars) { radicale in
                try await CalendarPeer.xandikos.run(programs, in: directory, with: calendars) { xandikos in
                    try await measure(attache, beside: [radicale, xandikos])
                }
            }
        }
    }

    // MARK: Filling

    private func fill(_ server: CalendarServer, with calendars: [CalendarData]) async throws {
        for calendar in calendars {
            tell("filling \(calendar.name)")
            try await LoadThread.run { try make(calendar, at: server) }
            let (events, port) = (Serial(), server.port)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<(calendar.count > 0 ? 32 : 0) {
                    group.addTask {
                        try await LoadThread.run { try put(calendar, events, at: server, port: port) }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private func make(_ calendar: CalendarData, at server: CalendarServer) throws(BenchmarkError) {
        let connection = try ReopeningConnection(port: server.port)
        for user in calendar.users {
            let request = server.request("MKCALENDAR", calendar.name, of: user).carrying(nil, expecting: 201)
            try connection.exchange(request, "")
        }
    }

    private func put(
        _ calendar: CalendarData,
        _ numbers: Serial,
        at server: CalendarServer,
        port: Int
    ) throws(BenchmarkError) {
        let connection = try ReopeningConnection(port: port)
        while case let number = numbers.take(), number < calendar.count {
            let event = calendar.event(number)
            try connection.exchange(server.put(event.name, into: calendar.name, of: CalendarData.user), event.text)
        }
    }

    // MARK: Measuring

    private func measure(_ attache: AttacheServer, beside peers: [CalendarServer]) async throws -> [Finding] {
        let servers = [attache.calendars] + peers
        var findings: [Finding] = []
        for (connections, target) in [(1, 400.0), (8, 1200), (64, 2500)] {
            findings.append(try await puts(connections, target: target, to: servers))
        }
        findings.append(try await ask(.listing(CalendarData.shared[1]), servers).finding)
        findings += try await weeks(servers)
        findings.append(try await ask(.hundred(of: CalendarData.shared[1]), servers).finding)
        findings.append(try await ask(.changes(of: CalendarData.shared[1], changed: 0, target: 1000), servers).finding)
        findings.append(try await ask(.changes(of: CalendarData.shared[1], changed: 10, target: 3000), servers).finding)
        findings.append(try await memory(attache))
        return findings
    }

    private func puts(_ connections: Int, target: Double, to servers: [CalendarServer]) async throws -> Finding {
        let serials = Serial()
        tell("event PUT, \(connections) at a time")
        let work: (CalendarServer) -> Workload = { server in
            Workload { connection throws(BenchmarkError) in
                let user = AttacheServer.user(connection)
                return try ExchangeLoop(port: server.port, serials: serials) { serial in
                    let name = "put-\(connections)-\(serial)"
                    return (server.put(name, into: CalendarData.empty.name, of: user), SampleEvent.text(name))
                }
            }
        }
        let own = try await figures(of: servers[0], connections: connections, warmUp: 5, work)
        var others: [String] = []
        for peer in servers.dropFirst() {
            let load = min(connections, Self.connectionsOfPeers)
            let figures = try await figures(of: peer, connections: load, warmUp: 5, work)
            let note = load < connections ? " with \(load)" : ""
            others.append("\(peer.name) \(Quantity.digits(figures.requestsPerSecond))/s\(note)")
        }
        return Finding(
            what: "durable PUT of new events, \(connections) at a time",
            measured: "\(Quantity.digits(own.requestsPerSecond))/s, p50 \(Quantity.time(own.p50)), p99 "
                + "\(Quantity.time(own.p99)), CPU \(Quantity.time(own.processorMicroseconds)) per request",
            peer: others.joined(separator: ", "),
            target: "≥ \(Quantity.digits(target))/s, CPU ≤ 0.6 ms",
            isReached: own.requestsPerSecond >= target && own.processorMicroseconds <= 600
        )
    }

    /// Asks for the same week of calendars that grow; only Attaché has the largest.
    private func weeks(_ servers: [CalendarServer]) async throws -> [Finding] {
        let small = try await ask(.week(of: CalendarData.shared[0]), servers)
        let middle = try await ask(.week(of: CalendarData.shared[1]), servers)
        let large = try await ask(.week(of: .largest), Array(servers.prefix(1)))
        let ratio = large.p50 / small.p50
        let growth = Finding(
            what: "the same week in 100,000 events beside 1,000",
            measured: "\(Quantity.digits(ratio)) ×",
            target: "≤ 1.5 ×",
            isReached: ratio <= 1.5
        )
        return [small.finding, middle.finding, large.finding, growth]
    }

    private func ask(
        _ question: CalendarQuestion,
        _ servers: [CalendarServer]
    ) async throws -> (finding: Finding, p50: Double) {
        tell(question.title)
        var bodies: [String: String] = [:]
        for server in servers {
            bodies[server.name] = try await LoadThread.run { try question.checkedBody(for: server) }
        }
        let work: (CalendarServer) -> Workload = { [bodies] server in
            let (request, body) = (question.request(to: server), bodies[server.name] ?? "")
            return Workload { _ throws(BenchmarkError) in
                try ExchangeLoop(port: server.port, serials: Serial()) { _ in (request, body) }
            }
        }
        let own = try await figures(of: servers[0], connections: 1, warmUp: 2, work)
        var others: [String] = []
        for peer in servers.dropFirst() {
            let figures = try await figures(of: peer, connections: 1, warmUp: 2, work)
            others.append("\(peer.name) \(Quantity.time(figures.p50))")
        }
        let finding = Finding(
            what: question.title,
            measured: "p50 \(Quantity.time(own.p50)), p99 \(Quantity.time(own.p99))",
            peer: others.isEmpty ? nil : others.joined(separator: ", "),
            target: "p50 ≤ \(Quantity.time(question.target))",
            isReached: own.p50 <= question.target
        )
        return (finding, own.p50)
    }

    private func figures(
        of server: CalendarServer,
        connections: Int,
        warmUp: Int,
        _ workload: (CalendarServer) -> Workload
    ) async throws -> Figures {
        let subject = server.subject(workload(server))
        let sample = try await subject.sample(connections: connections, warmUp: warmUp, for: roundTime)
        return Figures(of: sample, server: server.name, bodyBytes: 0)
    }

    private func memory(_ attache: AttacheServer) async throws -> Finding {
        tell("a report of 100,000 events")
        let server = attache.calendars
        let body = """
            <C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/><C:calendar-data/></prop>\
            <C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>
            """
        let seen = try await MemorySampler(attache.process).watch {
            try await LoadThread.run {
                var bytes = 0
                try ReopeningConnection(port: server.port)
                    .exchange(server.ask("REPORT", CalendarData.largest.name), body) { bytes += $0.count }
                return bytes
            }
        }
        let growth = seen.most - min(seen.before, seen.most)
        return Finding(
            what: "memory that a REPORT of 100,000 events adds (\(Quantity.bytes(Double(seen.value))))",
            measured: Quantity.bytes(Double(growth)),
            target: "≤ \(Quantity.bytes(Double(Self.memoryBound)))",
            isReached: growth <= Self.memoryBound,
            isBinding: true
        )
    }
}

extension CalendarQuestion {
    /// Returns the request, without its body.
    func request(to server: CalendarServer) -> Request {
        server.ask(method, calendar.name, depth: depth)
    }

    /// Returns the body, after checking that the answer to it has what it should.
    ///
    /// - Throws: ``BenchmarkError``.
    func checkedBody(for server: CalendarServer) throws -> String {
        let body = try body(server)
        let answer = try ReopeningConnection(port: server.port).answer(to: request(to: server), body)
        let found = answer.split(separator: ".ics</").count - 1
        guard found == members else { throw BenchmarkError.wrongBytes(request: "\(server.name): \(title): \(found)") }
        return body
    }
}
