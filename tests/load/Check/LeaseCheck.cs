using DsMip.Wire;

namespace DsMip.Load;

/// <summary>Was an IPv4 home address, or a prefix, ever two mobile nodes' at the same time, by what they were told? Pure. Prefixes that overlap
/// without being the same are the store's business: it refuses them.</summary>
/// <param name="slack">Lifetimes end so much earlier at the home agent, where they began earlier.</param>
public sealed class LeaseCheck(AcknowledgementHistory history, TimeSpan slack)
{
    /// <summary>Acknowledged to two mobile nodes at the same time.</summary>
    public const string GivenTwice = "IPv4 address or prefix given twice";

    public void Run(Violations violations)
    {
        var spans = history.Nodes.SelectMany(node => node.Value.Ipv4.Select(span => (Home: node.Key, Span: span)));
        foreach (var ofOne in spans.GroupBy(one => one.Span.Leased)) Check([.. ofOne.OrderBy(one => one.Span.From)], violations);
    }

    private void Check(IReadOnlyList<(Ipv6Address Home, LeaseSpan Span)> inOrder, Violations violations)
    {
        var (holder, until) = (inOrder[0].Home, End(inOrder[0].Span));
        foreach (var (home, span) in inOrder)
        {
            if (home != holder && span.From < until) violations.Add(GivenTwice, $"{span.Leased} to {holder} and {home} at {span.From.ToUnixTimeMilliseconds()}");
            if (home == holder || End(span) > until) (holder, until) = (home, End(span) > until ? End(span) : until);
        }
    }

    private DateTimeOffset End(LeaseSpan span) => span.Until > span.Confirmed + slack ? span.Until - slack : span.Confirmed;
}
