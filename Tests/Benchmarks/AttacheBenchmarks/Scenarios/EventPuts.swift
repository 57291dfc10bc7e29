/// PUT of new events, each connection into the calendar of a user of its own.
struct EventPuts {
    /// The servers.
    let stage: Stage

    /// The measurements: one request at a time, and eight.
    var measurements: [Measurement] {
        [1, 8].map { connections in
            Measurement(
                title: "event PUT",
                connections: connections,
                bodyBytes: SampleEvent.text("event-00000").utf8.count,
                roundTime: stage.roundTime,
                subject: stage.subject(attache),
                peer: Subject(name: "upload peer", process: stage.uploadPeer.process, workload: peer)
            )
        }
    }

    private var attache: Workload {
        let (port, serials) = (stage.attache.frontPort, stage.serials)
        return Workload { connection throws(BenchmarkError) in
            let user = AttacheServer.user(connection)
            return try TextLoop(port: port, serials: serials) { serial in
                let name = "event-\(serial)"
                return (SampleEvent.put(name, of: user), SampleEvent.text(name))
            }
        }
    }

    private var peer: Workload {
        let (port, serials) = (stage.uploadPeer.port, stage.serials)
        return Workload { _ throws(BenchmarkError) in
            try TextLoop(port: port, serials: serials) { (Request("PUT", "/"), SampleEvent.text("event-\($0)")) }
        }
    }
}
