using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Names;

/// <summary>The DNS Update option of a Binding Update that is accepted (RFC 5026 6): its name has to be the mobile node's own (9.5).</summary>
internal static class NameRegistration
{
    /// <summary>Null: there is nothing to do, or it is done.</summary>
    public static NameUpdate? Open(BindingRequest request) =>
        request.Policy.NameUpdated is null && Option(request) is { } option && IsAuthorized(request.Policy, option)
            ? new NameUpdate(request.Policy.Name!, request.HomeAddress, option.Remove)
            : null;

    /// <summary>Null: nobody has asked.</summary>
    public static DnsUpdateOption? Answer(BindingRequest request)
    {
        if (Option(request) is not { } option) return null;
        var done = request.Policy.NameUpdated ?? DnsUpdateStatus.ReasonUnspecified;
        return option with { Status = IsAuthorized(request.Policy, option) ? done : DnsUpdateStatus.AdministrativelyProhibited };
    }

    private static DnsUpdateOption? Option(BindingRequest request) => request.Update.Options.Find<DnsUpdateOption>();

    private static bool IsAuthorized(HomePolicy policy, DnsUpdateOption option) =>
        policy.Name is { } own && option.Name is { } asked && own.Equals(asked, StringComparison.OrdinalIgnoreCase);
}
