using System.Text.RegularExpressions;

namespace DsMip.Configuration;

/// <summary>
/// Something the operator has to put right before the daemon can run. Printed as one line; never a stack trace. A reason often repeats what was given: 32 hexadecimal digits
/// or more may be a key in a wrong place, and are left out.
/// </summary>
/// <param name="key">The configuration key, or the thing outside the configuration (a flag, a sysctl, a device) that is wrong.</param>
/// <param name="reason">What is wrong with it and what would be right.</param>
public sealed partial class ConfigurationException(string key, string reason) : Exception(WithoutKeys($"{key}: {reason}"))
{
    /// <summary>Exit code of the process.</summary>
    public const int ExitCode = 2;

    public string Key { get; } = key;
    public string Reason { get; } = WithoutKeys(reason);

    private static string WithoutKeys(string text) => LikeKey().Replace(text, "...");

    [GeneratedRegex("[0-9A-Fa-f]{32,}")]
    private static partial Regex LikeKey();
}
