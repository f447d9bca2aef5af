using DsMip.HomeAgent.Core.Names;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// The update of the DNS that an acknowledgement has to wait for (RFC 5026 6), as the entity of the mobile node holds it. How it ended is also the answer to
/// the Binding Updates which the mobile node has repeated meanwhile. Not thread-safe.
/// </summary>
internal sealed class NameUpdating(HomeAgentNode node)
{
    private DnsUpdateOption? _asked;
    private DnsUpdateStatus _ended;
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>Null: it has to be done for this one.</summary>
    public DnsUpdateStatus? KnownFor(PendingUpdate pending) => _asked is not null && pending.Since <= _at && OptionOf(pending) == _asked ? _ended : null;

    public Task<DnsUpdateStatus> DoAsync(NameUpdate update) => node.Names?.UpdateAsync(update) ?? Task.FromResult(DnsUpdateStatus.AdministrativelyProhibited);

    public void Ended(PendingUpdate pending, DnsUpdateStatus status) => (_asked, _ended, _at) = (OptionOf(pending), status, node.Clock.GetUtcNow());

    private static DnsUpdateOption? OptionOf(PendingUpdate pending) => pending.Update.Options.Find<DnsUpdateOption>();
}
