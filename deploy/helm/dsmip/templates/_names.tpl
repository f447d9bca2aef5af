{{- define "dsmip.fullname" -}}
{{- if contains "dsmip" .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-dsmip{{ end -}}
{{- end }}

{{- define "dsmip.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "dsmip.selector" . }}
{{- end }}

{{- define "dsmip.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- /* (dict "root" $ "role" "control"): what selects the pods of one role. */ -}}
{{- define "dsmip.roleSelector" -}}
{{ include "dsmip.selector" .root }}
app.kubernetes.io/component: {{ .role }}
{{- end }}

{{- define "dsmip.roleLabels" -}}
{{ include "dsmip.labels" .root }}
app.kubernetes.io/component: {{ .role }}
{{- end }}

{{- define "dsmip.controlService" -}}
{{ include "dsmip.fullname" . }}-control.{{ .Release.Namespace }}.svc.{{ .Values.cluster.domain }}
{{- end }}

{{- define "dsmip.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "dsmip.anyAddress" -}}
{{ ternary "[::]" "0.0.0.0" (eq .Values.ipFamily "IPv6") }}
{{- end }}

{{- define "dsmip.loopback" -}}
{{ ternary "[::1]" "127.0.0.1" (eq .Values.ipFamily "IPv6") }}
{{- end }}

{{- define "dsmip.tlsSecret" -}}
{{ .Values.tls.existingSecret | default (printf "%s-tls" (include "dsmip.fullname" .)) }}
{{- end }}

{{- define "dsmip.storeKeySecret" -}}
{{ .Values.storeKey.existingSecret | default (ternary (printf "%s-store-key" (include "dsmip.fullname" .)) "" .Values.storeKey.generate) }}
{{- end }}

{{- define "dsmip.postgresqlSecret" -}}
{{ .Values.postgresql.existingSecret | default (printf "%s-postgresql" (include "dsmip.fullname" .)) }}
{{- end }}
