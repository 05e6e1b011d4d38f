	class Drawer {
	/**
	 * @.architecture
	 *	Incoming: ui/menu.js --- {Event}
	 *	Processing: toggle() --- {1 job: JOB_TOGGLE_DRAWER}
	 *	Outgoing: ui/layout.js --- {boolean}
	 */
	toggle() {}
	}
