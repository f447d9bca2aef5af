using DsMip.Configuration;
using DsMip.HomeAgent.Core.Revocation;

namespace DsMip.HomeAgent.Options;

/// <summary>The section <c>BindingRevocation</c> (RFC 5846 11).</summary>
internal static class RevocationReader
{
    private const int MostRetries = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public static RevocationTiming Read(SettingsReader section)
    {
        var otherwise = RevocationTiming.Default;
        var initial = section.Duration("InitialDelay", otherwise.InitialDelay, TimeSpan.FromSeconds(0.5), Longest);
        var maximum = section.Duration("MaximumDelay", otherwise.MaximumDelay < initial ? initial : otherwise.MaximumDelay, TimeSpan.FromSeconds(0.5), Longest);
        if (maximum < initial) throw section.Wrong("MaximumDelay", $"{maximum:c} is shorter than InitialDelay");
        return new RevocationTiming(section.Number("MaxRetries", otherwise.MaxRetries, 0, MostRetries), initial, maximum);
    }
}
