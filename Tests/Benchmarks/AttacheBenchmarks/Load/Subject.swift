/// A server whose answers to a workload are measured.
struct Subject: Sendable {
    /// What the table calls it.
    let name: String

    /// The process, whose children count with it.
    let process: Int32

    /// The requests that are made of it.
    let workload: Workload

    /// Returns the synchronisations that the server has made so far, if it tells.
    var synchronisations: (@Sendable () throws -> UInt64)?
}
