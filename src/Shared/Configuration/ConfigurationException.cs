namespace DsMip.Configuration;

/// <summary>Something the operator has to put right before the daemon can run. Printed as one line; never a stack trace.</summary>
/// <param name="key">The configuration key, or the thing outside the configuration (a flag, a sysctl, a device) that is wrong.</param>
/// <param name="reason">What is wrong with it and what would be right.</param>
public sealed class ConfigurationException(string key, string reason) : Exception($"{key}: {reason}")
{
    /// <summary>Exit code of the process.</summary>
    public const int ExitCode = 2;

    public string Key { get; } = key;
    public string Reason { get; } = reason;
}
