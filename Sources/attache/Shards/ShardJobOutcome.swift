import BlobAPI

/// How a job at a node ended, for people to read.
struct ShardJobOutcome {
    private let status: ShardJobStatus

    /// Takes where the job stands after its end.
    init(_ status: ShardJobStatus) {
        self.status = status
    }

    /// Prints what the job did.
    ///
    /// - Throws: An exit code when it failed, or found something.
    func tell() throws {
        if let problem = status.problem {
            ShardExit.say("The \(status.job.rawValue) did not succeed: \(problem)")
            throw ShardExit.unavailable
        }
        print(status.outcome ?? "done")
        guard status.findings == 0 else {
            print("\(CountText(status.findings, "finding")); the node's log tells of each")
            throw ShardExit.findings
        }
    }
}
