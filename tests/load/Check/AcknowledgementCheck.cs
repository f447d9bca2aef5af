namespace DsMip.Load;

/// <summary>
/// The external checker: what mobile nodes were told against what the cluster holds. Works on a cluster that runs; updates that are acknowledged
/// between the writing of the file and the reading of the store may then look as if they had never been sent, so let the load end first.
/// <code>
/// var check = new AcknowledgementCheck(AcknowledgementHistory.Read(file));
/// check.CheckJournal(connectionString);
/// await check.CheckApiAsync(new Uri("http://..."), http);
/// Assert.Equal([], check.Violations.Lines);
/// </code>
/// </summary>
/// <param name="behindNat">A real NAT is between the mobile nodes and the home agents.</param>
/// <param name="slack">See <see cref="BindingCheck"/>; null: 10 s.</param>
public sealed class AcknowledgementCheck(AcknowledgementHistory history, bool behindNat = false, TimeSpan? slack = null)
{
    private readonly TimeSpan _slack = slack ?? TimeSpan.FromSeconds(10);
    private readonly BindingCheck _bindings = new(history, behindNat, slack ?? TimeSpan.FromSeconds(10));

    public Violations Violations { get; } = new();

    /// <summary>Mobile nodes whose owners the last look at the journal could judge in part only: the janitor was there before.</summary>
    public int Incomplete { get; private set; }

    /// <summary>Bindings, owners and leases in PostgreSQL, and whether an address was ever two mobile nodes' at the same time.</summary>
    /// <returns>How many bindings there are.</returns>
    public int CheckJournal(string connectionString)
    {
        var owners = new OwnerCheck(Violations);
        var held = new JournalReading(connectionString).Read(owners);
        Incomplete = owners.Incomplete;
        _bindings.Run(held, DateTimeOffset.UtcNow, Violations);
        new LeaseReading(connectionString).Check(held.Where(binding => binding.InForce && binding.Expires > DateTimeOffset.UtcNow + _slack), Violations);
        new LeaseCheck(history, _slack).Run(Violations);
        return held.Count;
    }

    /// <summary>Bindings as one home agent shows them.</summary>
    /// <inheritdoc cref="CheckJournal" path="returns"/>
    public async Task<int> CheckApiAsync(Uri homeAgent, HttpClient http, CancellationToken stop = default)
    {
        var held = await new ApiReading(http).ReadAsync(homeAgent, stop).ConfigureAwait(false);
        _bindings.Run(held, DateTimeOffset.UtcNow, Violations);
        return held.Count;
    }
}
