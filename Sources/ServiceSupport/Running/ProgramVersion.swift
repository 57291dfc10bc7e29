import CoreMetrics

/// The version of the programs, which are built and released together.
package enum ProgramVersion {
    /// The version as text (Semantic Versioning 2.0.0); `-dev` stands for what is not released yet.
    package static let text = "0.1.0-dev"

    /// Returns what `--version` of a program says.
    ///
    /// - Parameter program: The name of the program.
    /// - Returns: The name and the version.
    package static func line(of program: String) -> String { "\(program) \(text)" }

    /// Shows the version among metrics, as Prometheus has it of other programs: a label of a gauge that is 1.
    ///
    /// - Parameter registry: The metrics, which internal listeners alone tell: health answers, which anybody may ask for, leave
    ///   it out, as it tells a stranger what is known to be wrong.
    package static func show(in registry: PrometheusRegistry) {
        Meter(label: MetricName.buildInfo, dimensions: [("version", text)], factory: registry).set(1)
    }
}
