/// When the index of occurrences is looked after.
package struct IndexingSchedule: Sendable {
    /// The objects that are indexed in one transaction; all are in memory together.
    package var batchSize = 16

    /// The rest after each transaction, which leaves the database to the requests.
    package var rest = Duration.milliseconds(10)

    /// The pause between two looks for objects that are due.
    package var pause = Duration.seconds(60)

    /// Makes the schedule of the service.
    package init() {}
}
