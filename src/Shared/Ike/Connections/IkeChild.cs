using System.Globalization;
using DsMip.Ike.Vici;

namespace DsMip.Ike;

/// <summary>What one pair of security associations is for.</summary>
/// <param name="Name">Unique in its connection.</param>
/// <param name="LocalTraffic">As strongSwan writes traffic selectors: <c>2001:db8::1/128[135]</c>.</param>
public sealed record IkeChild(string Name, bool IsTunnel, uint Reqid, IReadOnlyList<string> LocalTraffic, IReadOnlyList<string> RemoteTraffic)
{
    /// <summary>AES-GCM; a key exchange of its own whenever keys are replaced.</summary>
    public const string Proposal = "aes256gcm16-aes128gcm16-x25519-ecp384";

    /// <summary>Whether this end asks for it at once, and does not wait for a packet that needs it.</summary>
    public bool StartsAtOnce { get; init; }

    /// <summary>After about this time keys are replaced; a tenth later they are dead.</summary>
    public TimeSpan RekeyTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The section of <c>load-conn</c>. charon installs states only (<c>policies=no</c>), under our reqid. A trap of charon's then installs nothing
    /// either, but it makes charon answer when the kernel misses a state for a policy of that reqid, whoever installed the policy.
    /// </summary>
    internal ViciSection ToSection()
    {
        var action = StartsAtOnce ? "trap|start" : "trap";
        return new ViciSection
        {
            { "mode", IsTunnel ? "tunnel" : "transport" },
            { "local_ts", LocalTraffic.ToArray() },
            { "remote_ts", RemoteTraffic.ToArray() },
            { "reqid", Reqid.ToString(CultureInfo.InvariantCulture) },
            { "policies", "no" },
            { "esp_proposals", new[] { Proposal } },
            { "rekey_time", Seconds(RekeyTime) },
            { "life_time", Seconds(RekeyTime * 1.1) },
            { "rand_time", Seconds(RekeyTime * 0.1) },
            { "start_action", action },
            { "close_action", action },
            { "dpd_action", action },
        };
    }

    private static string Seconds(TimeSpan time) => ((long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture) + "s";
}
