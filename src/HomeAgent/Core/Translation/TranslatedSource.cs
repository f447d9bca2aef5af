using DsMip.Wire;

namespace DsMip.HomeAgent.Core.Translation;

/// <summary>An address that something on our side puts in place of mobile nodes'.</summary>
public readonly record struct TranslatedSource(Ipv4Address Address, TranslationEvidence Evidence);
