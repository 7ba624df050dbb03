package bandit

// Predict returns the belief about the mean reward at x: its mean xᵀm and its
// variance E[σ²] xᵀΣx. The vector must be valid for Dim; it is not checked again.
func (l *Linear) Predict(x Vector) Normal {
	mean, spread := x.moments(l.mean, l.cov)
	return Normal{Mean: mean, Variance: l.noise * max(spread, 0)}
}

// moments returns vᵀm and vᵀΣv for a symmetric Σ in full rows. Only the entries
// of Σ on and above the diagonal are read: each row's half, vᵢ(vᵢΣᵢᵢ/2 +
// Σ_{j>i} vⱼΣᵢⱼ), counts twice.
//
// Each half is a chain of sums of which one waits for the other, so four rows
// are taken side by side. Every sum has the order it would have alone, and the
// result the same bits.
func (v Vector) moments(m, cov []float64) (mean, spread float64) {
	d := len(m)
	index, value := v.Index, v.Value[:len(v.Index)]
	for ; len(index) >= 4; index, value = index[4:], value[4:] {
		i0, i1, i2, i3 := int(index[0]), int(index[1]), int(index[2]), int(index[3])
		v0, v1, v2, v3 := value[0], value[1], value[2], value[3]
		r0, r1, r2, r3 := cov[i0*d:][:d], cov[i1*d:][:d], cov[i2*d:][:d], cov[i3*d:][:d]
		h0 := v0*r0[i0]/2 + v1*r0[i1] + v2*r0[i2] + v3*r0[i3]
		h1 := v1*r1[i1]/2 + v2*r1[i2] + v3*r1[i3]
		h2 := v2*r2[i2]/2 + v3*r2[i3]
		h3 := v3 * r3[i3] / 2
		rest := value[4:]
		for b, j := range index[4:] {
			y := rest[b]
			h0 += y * r0[j]
			h1 += y * r1[j]
			h2 += y * r2[j]
			h3 += y * r3[j]
		}
		mean = mean + v0*m[i0] + v1*m[i1] + v2*m[i2] + v3*m[i3]
		spread = spread + 2*v0*h0 + 2*v1*h1 + 2*v2*h2 + 2*v3*h3
	}
	for a, i := range index {
		row := cov[int(i)*d:][:d]
		half := value[a] * row[i] / 2
		for b, j := range index[a+1:] {
			half += value[a+1+b] * row[j]
		}
		mean += value[a] * m[i]
		spread += 2 * value[a] * half
	}
	return mean, spread
}
