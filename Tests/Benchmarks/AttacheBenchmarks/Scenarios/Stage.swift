import SystemPackage

/// The servers of a run, and the bytes and numbers that its uploads share.
struct Stage: Sendable {
    /// What is measured.
    let attache: AttacheServer

    /// The peer of downloads.
    let nginx: NginxServer

    /// The peer of uploads.
    let uploadPeer: UploadPeer

    /// The bytes of bodies.
    let bytes = StampedBytes()

    /// The numbers of bodies and events: no two of a run are alike.
    let serials = Serial()

    /// How long a round of a measurement of small bodies takes.
    let roundTime: Duration

    /// Returns the measured server under a workload; its synchronisations are those of the shards, not SQLite's.
    func subject(_ workload: Workload, tellsSynchronisations: Bool = false) -> Subject {
        var subject = Subject(name: "attache", process: attache.process, workload: workload)
        if tellsSynchronisations {
            subject.synchronisations = { [attache] in try attache.synchronisations() }
        }
        return subject
    }
}
