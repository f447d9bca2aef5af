using System.ComponentModel;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>A test in real network namespaces that needs scapy. Skipped with a reason where either is missing; never if CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ScapyFactAttribute : FactAttribute
{
    /// <summary>The system's interpreter: distributions install scapy for it and not for others that may come first in the path.</summary>
    public const string Python = "/usr/bin/python3";

    public ScapyFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true") Skip = new NamespaceFactAttribute().Skip ?? Missing();
    }

    private static string? Missing()
    {
        try
        {
            Shell.Run(Python, "-c", "import scapy, cryptography");
            return null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return "needs python3-scapy and python3-cryptography (make setup)";
        }
    }
}
