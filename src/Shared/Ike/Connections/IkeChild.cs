using System.Globalization;
using DsMip.Ike.Vici;

namespace DsMip.Ike;

/// <summary>What one pair of security associations is for.</summary>
/// <param name="Name">Unique in its connection.</param>
/// <param name="Reqid">Null: charon chooses one, and installs policies of its own for it.</param>
/// <param name="LocalTraffic">As strongSwan writes traffic selectors: <c>2001:db8::1/128[135]</c>.</param>
public sealed record IkeChild(string Name, bool IsTunnel, uint? Reqid, IReadOnlyList<string> LocalTraffic, IReadOnlyList<string> RemoteTraffic)
{
    /// <summary>AES-GCM; a key exchange of its own whenever keys are replaced.</summary>
    public const string Proposal = "aes256gcm16-aes128gcm16-x25519-ecp384";

    /// <summary>When this end asks for it.</summary>
    public IkeStart Start { get; init; } = IkeStart.WhenNeeded;

    /// <summary>Transport mode between the addresses of the traffic, whatever the addresses that IKE runs between (RFC 4877 7.1).</summary>
    public bool IsProxied { get; init; }

    public static readonly TimeSpan UsualRekeyTime = TimeSpan.FromHours(1);

    /// <summary>After about this time keys are replaced; a tenth later they are dead.</summary>
    public TimeSpan RekeyTime { get; init; } = UsualRekeyTime;

    /// <summary>
    /// The section of <c>load-conn</c>. Under a reqid of ours charon installs states only (<c>policies=no</c>). A trap of charon's then installs
    /// nothing either, but it makes charon answer when the kernel misses a state for a policy of that reqid, whoever installed the policy.
    /// </summary>
    internal ViciSection ToSection()
    {
        var action = Start switch { IkeStart.AtOnce => "trap|start", IkeStart.WhenNeeded => "trap", _ => "none" };
        var section = new ViciSection
        {
            { "mode", IsTunnel ? "tunnel" : IsProxied ? "transport_proxy" : "transport" },
            { "local_ts", LocalTraffic.ToArray() },
            { "remote_ts", RemoteTraffic.ToArray() },
            { "esp_proposals", new[] { Proposal } },
            { "rekey_time", Seconds(RekeyTime) },
            { "life_time", Seconds(RekeyTime * 1.1) },
            { "rand_time", Seconds(RekeyTime * 0.1) },
            { "start_action", action },
            { "close_action", action },
            { "dpd_action", action },
        };
        if (Reqid is not { } reqid) return section;
        section.Add("reqid", reqid.ToString(CultureInfo.InvariantCulture));
        section.Add("policies", "no");
        return section;
    }

    internal static string Seconds(TimeSpan time) => ((long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture) + "s";
}
