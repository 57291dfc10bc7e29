import CalDAV
import ICalendar
import RandomTesting
import Recurrence
import Testing
import WebDAV

@Suite struct FilterFuzzTests {
    private static let budget = RecurrenceBudget(work: 5_000, instances: 500)

    @Test func `a mutated report is refused with an answer for the client, or read and matched within the budget`()
        throws
    {
        let seed: UInt64 = 4791
        var bodies = MarkupMutator(corpus: RFC4791Queries.all, seed: seed)
        var (accepted, found) = (0, 0)
        for round in 0..<TestRounds.count(1_500) {
            do throws(WebDAVError) {
                let request = try ReportRequest(parsing: bodies.next(), depth: .one)
                accepted += 1
                found += try Self.matches(of: request)
            } catch {
                let isOfClient = "\(error.status)".hasPrefix("4")
                #expect(isOfClient, "seed \(seed), round \(round): \(error)")
            }
        }
        #expect(accepted > 150 && found > 150, "seed \(seed): \(accepted) read, \(found) found: nothing was reached")
    }

    @Test func `a mutated object is matched, cut, and told in part within the budget, or refused`() throws {
        let seed: UInt64 = 4792
        var objects = Mutator(corpus: AppendixB.resources.sorted { $0.key < $1.key }.map(\.value), seed: seed)
        let queries = RFC4791Queries.all.compactMap { try? RFC4791Queries.parse($0) }
        var accepted = 0
        for _ in 0..<TestRounds.count(800) {
            guard let resource = try? CalendarObjectResource(parsing: objects.next()) else { continue }
            accepted += 1
            for query in queries { Self.apply(query, to: resource) }
        }
        #expect(accepted > 0, "seed \(seed): no mutation was accepted, so that nothing was matched")
    }

    /// Returns how many objects of appendix B a request finds.
    private static func matches(of request: ReportRequest) throws(WebDAVError) -> Int {
        guard case .calendarQuery(let query) = request else { return 0 }
        _ = query.filter.hint
        let resources = AppendixB.resources.keys.sorted().compactMap { try? AppendixB.resource($0) }
        return resources.count { apply(query, to: $0) }
    }

    /// Matches an object, and cuts it as the query says; a budget that is exceeded is an answer.
    @discardableResult
    private static func apply(_ query: CalendarQueryRequest, to resource: CalendarObjectResource) -> Bool {
        _ = try? query.calendarData?.applied(to: resource, budget: budget)
        return (try? query.filter.matches(resource, budget: budget)) ?? false
    }
}
