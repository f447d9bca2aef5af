using System.Collections.Immutable;

namespace DsMip.MobileNode.Core.Discovery;

/// <summary>The order in which the home agents of a domain are tried (RFC 2782): by priority, and by chance weighed within one.</summary>
public static class ServiceSelection
{
    /// <param name="random">A number from 0 to its parameter, both included.</param>
    public static ImmutableArray<string> Order(IEnumerable<ServiceRecord> records, Func<int, int> random)
    {
        var ordered = ImmutableArray.CreateBuilder<string>();
        foreach (var equal in records.Where(record => record.Target.Length > 0).Distinct().GroupBy(record => record.Priority).OrderBy(group => group.Key))
        {
            // Those of weight 0 first, so that they have a chance, if a small one.
            var left = equal.OrderBy(record => record.Weight).ToList();
            while (left.Count > 0) ordered.Add(Take(left, random));
        }
        return [.. ordered.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static string Take(List<ServiceRecord> left, Func<int, int> random)
    {
        var drawn = random(left.Sum(record => record.Weight));
        var index = 0;
        for (var sum = (int)left[0].Weight; sum < drawn; sum += left[index].Weight) index++;
        var target = left[index].Target;
        left.RemoveAt(index);
        return target;
    }
}
