namespace DsMip.MobileNode.Configuration;

/// <summary>Something the user has to put right before the mobile node can run. Printed as one line, without a stack trace.</summary>
/// <param name="key">The configuration key or flag that is wrong.</param>
/// <param name="reason">What is wrong with it and what would be right.</param>
public sealed class ConfigurationException(string key, string reason) : Exception($"{key}: {reason}")
{
    /// <summary>Exit code of the process.</summary>
    public const int ExitCode = 2;

    public string Key { get; } = key;
}
